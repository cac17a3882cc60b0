"""What owners wrote: causes, actions, comments and suggestions of the last three quarters of 2025, in both languages."""

from __future__ import annotations

from datasets.demo.story import Seats
from datasets.demo.table import Row

#: Four lines each: period, subject, KPI, type, author, day (and en where that is the original) | text | the other language |
#: action owner, due day, status. Seats are written "UNIT n".
_NOTES = """
2025-Q2|M-SOUTH|sales|cause|M-SOUTH 0|2025-07-08
两个石化改造项目在四月底被业主暂停，涉及合同额约三千一百万元；同期一家水务集团改为年底集中招标，二季度没有可替代的大单。
At the end of April the clients suspended two petrochemical revamp projects with contracts of about CNY 31 million; a water \
utility moved its tender to the end of the year, and no large order could take their place in the second quarter.
|||
2025-Q2|M-SOUTH|sales|action|M-SOUTH 0|2025-07-08
重新梳理在手商机，按化工、水务、制药三条线分派到人，每周由区域经理主持过单会。
Sort the open opportunities again into chemicals, water and pharmaceuticals, give each a name, and review them weekly with \
the regional manager.
|M-SOUTH 0|2025-09-30|done
2025-Q2|M-SOUTH|sales|action|MKT 0|2025-07-11
从华东抽调一名有石化经验的销售工程师支援华南一组，至少工作到年底。
Second a sales engineer with petrochemical experience from the East to South Team 1, at least until the end of the year.
|MKT 0|2025-08-31|done
2025-Q2|M-SOUTH|collection_rate|cause|M-SOUTH 0|2025-07-08
项目暂停后业主同步停付进度款，逾期款集中在三家总包单位。
When the projects were suspended the clients also stopped their progress payments; the overdue amounts sit with three \
general contractors.
|||
2025-Q2|M-SOUTH|collection_rate|action|M-SOUTH 0|2025-07-08
与财务部一起逐户签订还款计划，超过九十天的由法务发催告函。
Sign repayment plans customer by customer together with Finance; what is overdue by more than 90 days gets a formal demand \
from Legal.
|F-FIN 0|2025-10-31|open
2025-Q2|LT|sales|cause|E-LT|2025-07-15
公司二季度销售额低于目标，缺口主要在华南区；其他三个区域接近或高于目标。
Company sales were below target in the second quarter, with the gap mainly in the South; the other three regions were close \
to target or above it.
|||
2025-Q2|LT|inventory_days|cause|P-SUPPLY 0|2025-07-14
华南暂停项目的成品和专用件已入库，周转天数因此上升。
Finished goods and special parts of the suspended projects in the South are in stock, so inventory days rose.
|||
2025-Q2|LT|inventory_days|action|P-SUPPLY 0|2025-07-14
专用件转为通用备件，九月底前消化六成。
Rework special parts into common spares and use up sixty percent of them by the end of September.
|P-SUPPLY 0|2025-09-30|done
2025-Q2|P-SUPPLY|on_time_supply|comment|FUN 0|2025-07-16
供应链部的准时交付数据连续两个季度晚于截止日提交，请部门明确填报人。
For the second quarter in a row the on-time delivery data of Supply Chain came after the deadline; please name the person \
who enters them.
|P-SUPPLY 0|2025-08-15|open
2025-Q2|PRD|material_cost_ratio|comment|PRD 0|2025-07-14
降本项目进入第二阶段：铸件国产替代已完成三个型号的验证。
The cost programme is in its second phase: domestic castings have passed validation for three models.
|||
2025-Q3|LT|sales|cause|E-LT|2025-10-14
华南区降幅逐月收窄，华东、西部均完成目标；全年目标仍需四季度集中交付支撑。
The gap in the South narrows month by month, East and West met their targets; the year still depends on deliveries in the \
fourth quarter.
|||
2025-Q3|LT|sales|action|E-LT|2025-10-14
四季度重大项目每两周由总经理办公会逐项过会，交付与回款同步跟踪。
The general manager's meeting reviews each major project of the fourth quarter every two weeks, delivery and collection \
together.
|MKT 0|2025-12-31|done
2025-Q3|MKT|sales|comment|MKT 0|2025-10-13
下半年华南区目标已按总经理办公会决议下调，营销中心总目标不变，差额由中心统筹。
The South's targets of the second half were lowered by decision of the general manager's meeting; the division's own target \
stays, and the division makes up the difference.
|||
2025-Q3|M-SOUTH|sales|cause|M-SOUTH 0|2025-10-10
暂停的两个项目中有一个在九月恢复，三季度仍以中小订单为主。
One of the two suspended projects resumed in September; the third quarter still consisted mainly of small and medium orders.
|||
2025-Q3|M-SOUTH|sales|action|M-SOUTH 0|2025-10-10
锁定十二个年内可交货的项目，交期由生产部按周确认。
Twelve projects that can be delivered this year are fixed; Production confirms their dates every week.
|M-SOUTH-1 0|2025-12-20|done
2025-Q3|M-SOUTH|collection_rate|action|M-SOUTH 0|2025-10-10
三家总包单位的还款计划已签两家，余下一家继续协商。
Two of the three general contractors have signed repayment plans; talks with the third go on.
|M-SOUTH-2 0|2025-12-31|overdue
2025-Q3|M-EAST-2|sales|comment|M-EAST 0|2025-10-11
二组把重点客户的备件年框与新机订单一起谈，赢单率和回款都在区域前列，已请该组在月度例会分享做法。
Team 2 negotiates yearly spare-part contracts together with new machines; its win rate and collection lead the region, and \
it will show how at the monthly meeting.
|||
2025-Q3|M-WEST|net_profit|comment|M-WEST 0|2025-10-12
区域首次实现单季盈利，成都服务站分摊费用已计入。
The region made its first quarterly profit; the allocated cost of the Chengdu service station is included.
|||
2025-Q3|M-WEST|expense_ratio|action|M-WEST 0|2025-10-12
差旅改为双周集中走访，样机运输统一由物流组安排。
Travel is bundled into visits every two weeks, and Logistics arranges all transport of demonstration units.
|M-WEST-1 0|2025-12-31|done
2025-Q3|PRD|material_cost_ratio|cause|PRD 0|2025-10-13
铸件国产替代覆盖到七个型号，电机改为年度框架采购，单台材料成本继续下降。
Domestic castings now cover seven models and motors are bought under a yearly contract, so material cost per unit keeps \
falling.
|||
2025-Q3|PRD|material_cost_ratio|action|PRD 0|2025-10-13
隔膜材料替代方案完成一千小时寿命试验后切换。
Switch to the new diaphragm material once it has passed its 1,000-hour life test.
|P-RD-1 0|2025-12-15|done
2025-Q3|P-PROD|pass_rate|cause|P-PROD 0|2025-10-11
阀类装配组新换的密封圈批次尺寸偏上限，首检返工增加。
A new batch of seals at Valve Assembly is at the upper limit of its tolerance, so more units need rework at first inspection.
|||
2025-Q3|P-PROD|pass_rate|action|P-QUALITY 0|2025-10-11
密封圈来料增加全检一个月，并与供应商重签尺寸公差。
Inspect all incoming seals for a month, and agree the tolerance with the supplier again in writing.
|P-QUALITY 0|2025-11-15|done
2025-Q3|P-SUPPLY|on_time_supply|cause|P-SUPPLY 0|2025-10-28
采购系统切换期间到货日期需要人工核对，数据在截止日之后补报。
While the purchasing system was replaced, arrival dates had to be checked by hand, and the data came after the deadline.
|||
2025-Q3|P-SUPPLY|on_time_supply|action|P-SUPPLY 0|2025-10-28
每月第三个工作日前由采购组长完成核对并提交。
The purchasing team leader checks and submits the data by the third working day of each month.
|P-SUPPLY-B 0|2025-12-05|overdue
2025-Q3|F-HR|recruit_days|cause|F-HR 0|2025-10-09
电控软件岗位候选人少，平均需要三轮推荐才能录用。
Candidates for control-software posts are few; it takes three rounds on average until one is hired.
|||
2025-Q3|F-IT|availability|comment|F-IT 0|2025-10-09
八月机房空调故障停机一次，已更换备用机组。
A failed air conditioner stopped the server room once in August; a standby unit has replaced it.
|||
2025-Q3|P-RD|new_products|comment|P-RD 0|2025-10-12
智能定位器和高压计量泵两个平台按计划发布，另一项转入四季度评审。
The smart positioner and the high-pressure metering pump were released as planned; the third release moves to a review in \
the fourth quarter.
|||
2025-Q3|M-SERVICE|complaint_rate|action|M-SERVICE 0|2025-10-10
热线首问负责制写入班组规则，投诉当天由组长回访。
The hotline's shift rules now say that whoever takes a call answers for it, and team leaders call back on the day of a \
complaint.
|M-SERVICE-H 0|2025-11-30|done
2025-Q3|P-PROD-B 4|output|comment|P-PROD-B 0|2025-10-10
产量稳定，能带两名新员工，建议继续承担多型号切换。
Output is steady and leaves room to train two newcomers; should keep the changeovers between models.
|||
2025-Q3|M-SOUTH-1 1|sales|comment|M-SOUTH 0|2025-10-11
负责的石化客户正在恢复，合同条款谈判耐心细致，四季度以签约为主。
The petrochemical customers are coming back; negotiates contracts with patience and care. The fourth quarter is for signing.
|||
2025-Q3|M-SOUTH-1 1|sales|action|M-SOUTH-1 0|2025-10-11
每周提交一次暂停项目的业主动态，十一月底前完成重新签约。
Report every week on the clients of the suspended projects, and have the contracts signed again by the end of November.
|M-SOUTH-1 1|2025-11-30|done
2025-Q3|M-EAST-1 5|sales|comment|M-SOUTH-1 0|2025-10-11
八月中旬起支援华南，已接手四家客户，原客户交接清单齐全。
Supports the South since mid-August, has taken over four customers, and handed over all former ones with complete lists.
|||
2025-Q3|P-RD-2 1|milestone|comment|P-RD-2 0|2025-10-10
定位器平台按期通过认证，跨组协调主动。
The positioner platform was certified on time; coordinated well with the other teams.
|||
2025-Q3|F-FIN 3|report_errors|suggestion|F-FIN 3|2025-10-09
建议费用报销单的项目编号改为下拉选择，可以减少一半以上的科目错误。
Make the project number on expense claims a drop-down list: that would avoid more than half of the posting errors.
|||
2025-Q3|M-SERVICE-F 6|first_fix_rate|suggestion|M-SERVICE-F 6|2025-10-09
建议把常换备件做成随车清单，每月由仓库补齐。
Carry the spares that are changed most often in every service car, refilled by the warehouse each month.
|||
2025-Q4|LT|sales|cause|E-LT|2026-01-09
四季度四个区域均完成当期目标，华南区恢复到调整后目标以上；全年缺口主要来自二、三季度。
All four regions met their targets of the fourth quarter, and the South exceeded its revised one; the year's gap dates \
mainly from the second and third quarters.
|||
2025-Q4|LT|sales|action|E-LT|2026-01-09
一季度提前锁定石化、水务集中招标，各区域一月底前提交客户清单。
Secure the petrochemical and water tenders of the first quarter early; each region sends its customer list by the end of \
January.
|MKT 0|2026-01-31|open
2025-Q4|LT|net_profit|comment|FUN 0|2026-01-09
材料成本率下降带来的毛利改善已体现在当季利润中。
The gross margin gained by the lower material cost ratio shows in the quarter's profit.
|||
2025-Q4|LT|accidents|cause|P-PROD 0|2026-01-08
十一月阀类装配组一名员工违章拆除安全联锁，造成一起轻伤停工事故。
In November an employee of Valve Assembly removed a safety interlock against the rules, which led to a minor injury and a \
stop of work.
|||
2025-Q4|LT|accidents|action|PRD 0|2026-01-08
全部冲压设备联锁改为不可旁路，班前会逐台点检并签字。
Make the interlocks of all presses impossible to bypass; check and sign for each at the shift meeting.
|P-PROD 0|2026-02-15|open
2025-Q4|MKT|collection_rate|action|MKT 0|2026-01-08
一季度起回款率低于百分之九十的销售组，新签合同须由财务部会签付款条件。
From the first quarter on, sales teams with a collection rate below ninety percent need the signature of Finance on payment \
terms of new contracts.
|F-FIN 0|2026-03-31|open
2025-Q3|M-EAST|new_customers|cause|M-EAST 0|2025-10-10
三季度新签集中在老客户的关联企业，陌生客户拜访量不足。
New contracts of the third quarter came mainly from affiliates of known customers; too few visits went to companies that do \
not know us yet.
|||
2025-Q3|M-EAST|new_customers|action|M-EAST 0|2025-10-10
每名销售工程师每周至少拜访两家新客户，由组长在周会上核对。
Every sales engineer visits at least two prospects a week; team leaders check this in the weekly meeting.
|M-EAST-1 0|2025-12-31|done
2025-Q3|M-EAST|collection_rate|action|M-EAST 0|2025-10-10
出口订单改为发货前收足七成货款，三组先行。
Export orders are shipped once seventy percent is paid; Team 3 begins.
|M-EAST-3 0|2025-12-31|overdue
2025-Q4|M-EAST|staff_turnover|cause|M-EAST 0|2026-01-08
十二月一名销售工程师因家庭原因离职，客户已分给本组两名同事。
One sales engineer left in December for family reasons; two colleagues of the team have taken over the customers.
|||
2025-Q4|M-EAST|staff_turnover|action|M-EAST 0|2026-01-08
一月完成补招，并与全体销售工程师各做一次职业发展面谈。
Fill the post in January, and talk with every sales engineer about the next step of the career.
|M-EAST 0|2026-02-28|open
2025-Q4|M-EAST|new_customers|cause|M-EAST 0|2026-01-08
出口业务精力集中在补发推迟的订单，新客户开发延后。
Export business was busy shipping the orders that had been put off, and left prospects for later.
|||
2025-Q4|M-EAST|new_customers|action|M-EAST 0|2026-01-08
一季度三组增加两场海外展会，按月跟踪线索转化。
Team 3 attends two more trade fairs abroad in the first quarter and follows up its leads every month.
|M-EAST-3 0|2026-03-31|open
2025-Q4|M-SOUTH|sales|cause|M-SOUTH 0|2026-01-07
暂停的石化改造项目在十二月重新签约并交付首批，水务集中招标中标两个标段。
The suspended petrochemical project was signed again in December and its first lot delivered; two lots of the water tender \
were won.
|||
2025-Q4|M-SOUTH|sales|action|M-SOUTH 0|2026-01-07
二期合同排产与付款节点一并写入月度计划，避免再次集中在季末。
Put production and payment milestones of the second phase into the monthly plan, so that they no longer fall together at \
quarter end.
|M-SOUTH 0|2026-03-31|open
2025-Q4|M-EAST-2|sales|comment|M-EAST 0|2026-01-07
全组八个季度保持目标以上，年框客户占比提升，做法整理成手册供其他组使用。
The whole team has been above target for eight quarters, and yearly contracts have a growing share; its practice becomes a \
handbook for the other teams.
|||
2025-Q4|M-NORTH|new_customers|cause|M-NORTH 0|2026-01-07
采暖季前客户集中检修，新客户签约推迟到一季度。
Customers are tied up with overhauls before the heating season; new contracts move to the first quarter.
|||
2025-Q4|M-WEST|net_profit|comment|M-WEST 0|2026-01-07
连续两个季度盈利，下一步控制新设办事处的费用节奏。
Two profitable quarters in a row; next, keep the cost of the new offices in step.
|||
2025-Q4|PRD|material_cost_ratio|comment|PRD 0|2026-01-08
全年材料成本率逐季下降，隔膜材料已切换，2026年重点转向能耗和返工损失。
The material cost ratio fell quarter by quarter all year, and the diaphragm material has been switched; 2026 is about \
energy and losses from rework.
|||
2025-Q4|P-PROD|accidents|action|P-PROD 0|2026-01-08
设备联锁旁路钥匙收归安全员保管，违章一次离岗培训。
The safety officer keeps the bypass keys of interlocks; one breach of the rules means retraining off the job.
|P-PROD 0|2026-01-31|open
2025-Q4|P-SUPPLY|on_time_supply|comment|FUN 0|2026-01-12
供应链部四季度准时交付率及部分盘点数据尚未提交，已按暂定结果处理。
Supply Chain has not yet submitted its on-time rate and part of its stock counts for the fourth quarter; its results are \
treated as provisional.
|P-SUPPLY 0|2026-01-15|open
2025-Q4|P-QUALITY|iqc_pass_rate|action|P-QUALITY 0|2026-01-07
密封件、铸件两类供应商实行季度质量约谈。
Hold quarterly quality talks with suppliers of seals and castings.
|P-QUALITY 1|2026-03-31|open
2025-Q4|P-RD|project_on_time|cause|P-RD 0|2026-01-08
两个节点等待第三方检测排期，推迟到一月。
Two project steps wait for a slot at an external laboratory and move to January.
|||
2025-Q4|F-HR|staff_turnover|comment|F-HR 0|2026-01-07
离职面谈显示主要原因为异地家庭，已推动弹性轮岗试点。
Exit interviews name families living elsewhere as the main reason; a trial of flexible rotation has begun.
|||
2025-Q4|F-IT|ticket_on_time|suggestion|F-IT 0|2026-01-07
建议各部门指定一名关键用户，先行处理常见问题。
Each department should name a key user who deals with common questions first.
|||
2025-Q4|M-SERVICE|handling_hours|cause|M-SERVICE 0|2026-01-08
十二月寒潮期间北方现场服务工单集中，平均处理时长上升。
During the cold spell in December, field tickets piled up in the North and mean handling time rose.
|||
2025-Q4|P-PROD-B 4|accidents|cause|P-PROD-B 0|2026-01-06
十一月十八日违章拆除冲压安全联锁，本人手部轻伤，设备停工一天。
On 18 November a press interlock was removed against the rules; slight injury to the own hand, machine stopped for a day.
|||
2025-Q4|P-PROD-B 4|accidents|action|P-PROD 0|2026-01-06
完成四十学时安全再培训并通过考试后恢复独立操作。
Complete forty hours of safety training and pass the test before working alone again.
|P-PROD-B 4|2026-01-31|open
2025-Q4|M-EAST-2 0|sales|comment|M-EAST 0|2026-01-07
带队完成年度目标，经验分享两次；建议承担新区域年框推广。
Led the team to its target of the year and shared its experience twice; should take yearly contracts to the new areas.
|||
2025-Q4|M-SOUTH-1 1|sales|comment|M-SOUTH 0|2026-01-07
暂停项目重新签约，客户关系修复到位；应收款跟踪需要继续加强。
The suspended project was signed again and relations with the customer are mended; receivables need closer follow-up.
|||
2025-Q4|P-SUPPLY-B 5|on_time_supply|comment|P-SUPPLY-B 0|2026-01-10
系统切换后的到货记录仍在核对，一月十五日前补齐。
Arrival records since the system change are still being checked; they will be complete by 15 January.
|P-SUPPLY-B 5|2026-01-15|open
2025-Q4|F-IT 3|audit_findings|comment|P-QUALITY 0|2026-01-07
体系文件电子化进度符合要求，两个岗位的工作时间需要提前协调。
Document control moves online as required; working hours of the two posts need to be agreed earlier.
|||
2025-Q4|M-WEST-2 2|new_customers|comment|M-WEST-2 0|2026-01-07
新疆两家光伏企业首次签约，远程服务方案准备充分。
Two photovoltaic makers in Xinjiang signed for the first time; the remote service concept was well prepared.
|||
2025-Q3|M-EAST-3|sales|cause|M-EAST-3 2|2025-10-10|en
Two distributors in Southeast Asia moved their orders to the fourth quarter because of new import certificates.
两家东南亚经销商因新的进口认证要求，将订单推迟到四季度。
|||
2025-Q3|M-EAST-3|sales|action|M-EAST-3 2|2025-10-10|en
Finish the certificates for the three best-selling valve models and confirm delivery dates with both distributors.
完成三款畅销阀门的认证，并与两家经销商确认交货日期。
|M-EAST-3 0|2025-11-28|done
2025-Q3|P-RD-2 4|bug_rate|comment|P-RD-2 0|2025-10-10|en
Regression suite for the positioner firmware now runs every night; keep the defect reports as short as they are.
定位器固件的回归测试已每晚自动运行；缺陷报告请继续保持简明。
|||
2025-Q4|M-EAST-3|sales|comment|M-EAST-3 2|2026-01-08|en
Deferred distributor orders were shipped in November; the order book for the first quarter is two thirds full.
推迟的经销商订单已在十一月发货，一季度订单已落实三分之二。
|||
2025-Q4|M-EAST-3 2|sales|comment|M-EAST-3 0|2026-01-07|en
Reliable forecasts, and distributors praise the quick answers. Next step: build up a second supplier of export crates.
预测可靠，经销商认可其答复速度；下一步培养第二家出口木箱供应商。
|||
2025-Q4|P-RD-2 4|milestone|action|P-RD-2 0|2026-01-07|en
Document the firmware interface before the second product line starts to use it.
在第二条产品线启用之前，完成固件接口文档。
|P-RD-2 4|2026-02-28|open
"""


def _person(seats: Seats, who: str) -> str:
    if not who:
        return ""
    unit, number = ("LT", "0") if who == "E-LT" else who.split()
    return seats[unit, int(number)].person_id


def note_rows(seats: Seats) -> list[Row]:
    rows: list[Row] = []
    lines = _NOTES.strip().splitlines()
    records = zip(lines[::4], lines[1::4], lines[2::4], lines[3::4], strict=True)
    for number, (head, said, translated, action) in enumerate(records, start=1):
        period, subject, kpi, kind, author, day, *english = head.split("|")
        _, owner, due, status = action.split("|")
        row = {
            "subject_id": _person(seats, subject) if " " in subject else subject, "text": said, "type": kind, "kpi_id": kpi,
            "period": period, "author": _person(seats, author), "date": day, "action_owner": _person(seats, owner),
            "due_date": due, "status": status, "language": "en" if english else "zh-CN", "seq": str(number),
        }
        rows += [row, row | {"text": translated, "language": "zh-CN" if english else "en"}]
    return rows
