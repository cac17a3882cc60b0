"""What owners wrote: causes, actions, comments and suggestions of the last three quarters of 2025."""

from __future__ import annotations

from datasets.demo.story import Seats
from datasets.demo.table import Row

#: period, subject, KPI, type, author, day | text | action owner, due day, status. Seats are written "UNIT n".
_NOTES = """
2025-Q2|M-SOUTH|sales|cause|M-SOUTH 0|2025-07-08
两个石化改造项目在四月底被业主暂停，涉及合同额约三千一百万元；同期一家水务集团改为年底集中招标，二季度没有可替代的大单。
|||
2025-Q2|M-SOUTH|sales|action|M-SOUTH 0|2025-07-08
重新梳理在手商机，按化工、水务、制药三条线分派到人，每周由区域经理主持过单会。
|M-SOUTH 0|2025-09-30|done
2025-Q2|M-SOUTH|sales|action|MKT 0|2025-07-11
从华东抽调一名有石化经验的销售工程师支援华南一组，至少工作到年底。
|MKT 0|2025-08-31|done
2025-Q2|M-SOUTH|collection_rate|cause|M-SOUTH 0|2025-07-08
项目暂停后业主同步停付进度款，逾期款集中在三家总包单位。
|||
2025-Q2|M-SOUTH|collection_rate|action|M-SOUTH 0|2025-07-08
与财务部一起逐户签订还款计划，超过九十天的由法务发催告函。
|F-FIN 0|2025-10-31|open
2025-Q2|LT|sales|cause|E-LT|2025-07-15
公司二季度销售额低于目标，缺口主要在华南区；其他三个区域接近或高于目标。
|||
2025-Q2|LT|inventory_days|cause|P-SUPPLY 0|2025-07-14
华南暂停项目的成品和专用件已入库，周转天数因此上升。
|||
2025-Q2|LT|inventory_days|action|P-SUPPLY 0|2025-07-14
专用件转为通用备件，九月底前消化六成。
|P-SUPPLY 0|2025-09-30|done
2025-Q2|P-SUPPLY|on_time_supply|comment|FUN 0|2025-07-16
供应链部的准时交付数据连续两个季度晚于截止日提交，请部门明确填报人。
|P-SUPPLY 0|2025-08-15|open
2025-Q2|PRD|material_cost_ratio|comment|PRD 0|2025-07-14
降本项目进入第二阶段：铸件国产替代已完成三个型号的验证。
|||
2025-Q3|LT|sales|cause|E-LT|2025-10-14
华南区降幅逐月收窄，华东、西部均完成目标；全年目标仍需四季度集中交付支撑。
|||
2025-Q3|LT|sales|action|E-LT|2025-10-14
四季度重大项目每两周由总经理办公会逐项过会，交付与回款同步跟踪。
|MKT 0|2025-12-31|done
2025-Q3|MKT|sales|comment|MKT 0|2025-10-13
下半年华南区目标已按总经理办公会决议下调，营销中心总目标不变，差额由中心统筹。
|||
2025-Q3|M-SOUTH|sales|cause|M-SOUTH 0|2025-10-10
暂停的两个项目中有一个在九月恢复，三季度仍以中小订单为主。
|||
2025-Q3|M-SOUTH|sales|action|M-SOUTH 0|2025-10-10
锁定十二个年内可交货的项目，交期由生产部按周确认。
|M-SOUTH-1 0|2025-12-20|done
2025-Q3|M-SOUTH|collection_rate|action|M-SOUTH 0|2025-10-10
三家总包单位的还款计划已签两家，余下一家继续协商。
|M-SOUTH-2 0|2025-12-31|overdue
2025-Q3|M-EAST-2|sales|comment|M-EAST 0|2025-10-11
二组把重点客户的备件年框与新机订单一起谈，赢单率和回款都在区域前列，已请该组在月度例会分享做法。
|||
2025-Q3|M-WEST|net_profit|comment|M-WEST 0|2025-10-12
区域首次实现单季盈利，成都服务站分摊费用已计入。
|||
2025-Q3|M-WEST|expense_ratio|action|M-WEST 0|2025-10-12
差旅改为双周集中走访，样机运输统一由物流组安排。
|M-WEST-1 0|2025-12-31|done
2025-Q3|PRD|material_cost_ratio|cause|PRD 0|2025-10-13
铸件国产替代覆盖到七个型号，电机改为年度框架采购，单台材料成本继续下降。
|||
2025-Q3|PRD|material_cost_ratio|action|PRD 0|2025-10-13
隔膜材料替代方案完成一千小时寿命试验后切换。
|P-RD-1 0|2025-12-15|done
2025-Q3|P-PROD|pass_rate|cause|P-PROD 0|2025-10-11
阀类装配组新换的密封圈批次尺寸偏上限，首检返工增加。
|||
2025-Q3|P-PROD|pass_rate|action|P-QUALITY 0|2025-10-11
密封圈来料增加全检一个月，并与供应商重签尺寸公差。
|P-QUALITY 0|2025-11-15|done
2025-Q3|P-SUPPLY|on_time_supply|cause|P-SUPPLY 0|2025-10-28
采购系统切换期间到货日期需要人工核对，数据在截止日之后补报。
|||
2025-Q3|P-SUPPLY|on_time_supply|action|P-SUPPLY 0|2025-10-28
每月第三个工作日前由采购组长完成核对并提交。
|P-SUPPLY-B 0|2025-12-05|overdue
2025-Q3|F-HR|recruit_days|cause|F-HR 0|2025-10-09
电控软件岗位候选人少，平均需要三轮推荐才能录用。
|||
2025-Q3|F-IT|availability|comment|F-IT 0|2025-10-09
八月机房空调故障停机一次，已更换备用机组。
|||
2025-Q3|P-RD|new_products|comment|P-RD 0|2025-10-12
智能定位器和高压计量泵两个平台按计划发布，另一项转入四季度评审。
|||
2025-Q3|M-SERVICE|complaint_rate|action|M-SERVICE 0|2025-10-10
热线首问负责制写入班组规则，投诉当天由组长回访。
|M-SERVICE-H 0|2025-11-30|done
2025-Q3|P-PROD-B 4|output|comment|P-PROD-B 0|2025-10-10
产量稳定，能带两名新员工，建议继续承担多型号切换。
|||
2025-Q3|M-SOUTH-1 1|sales|comment|M-SOUTH 0|2025-10-11
负责的石化客户正在恢复，合同条款谈判耐心细致，四季度以签约为主。
|||
2025-Q3|M-SOUTH-1 1|sales|action|M-SOUTH-1 0|2025-10-11
每周提交一次暂停项目的业主动态，十一月底前完成重新签约。
|M-SOUTH-1 1|2025-11-30|done
2025-Q3|M-EAST-1 5|sales|comment|M-SOUTH-1 0|2025-10-11
八月中旬起支援华南，已接手四家客户，原客户交接清单齐全。
|||
2025-Q3|P-RD-2 1|milestone|comment|P-RD-2 0|2025-10-10
定位器平台按期通过认证，跨组协调主动。
|||
2025-Q3|F-FIN 3|report_errors|suggestion|F-FIN 3|2025-10-09
建议费用报销单的项目编号改为下拉选择，可以减少一半以上的科目错误。
|||
2025-Q3|M-SERVICE-F 6|first_fix_rate|suggestion|M-SERVICE-F 6|2025-10-09
建议把常换备件做成随车清单，每月由仓库补齐。
|||
2025-Q4|LT|sales|cause|E-LT|2026-01-09
四季度四个区域均完成当期目标，华南区恢复到调整后目标以上；全年缺口主要来自二、三季度。
|||
2025-Q4|LT|sales|action|E-LT|2026-01-09
一季度提前锁定石化、水务集中招标，各区域一月底前提交客户清单。
|MKT 0|2026-01-31|open
2025-Q4|LT|net_profit|comment|FUN 0|2026-01-09
材料成本率下降带来的毛利改善已体现在当季利润中。
|||
2025-Q4|LT|accidents|cause|P-PROD 0|2026-01-08
十一月阀类装配组一名员工违章拆除安全联锁，造成一起轻伤停工事故。
|||
2025-Q4|LT|accidents|action|PRD 0|2026-01-08
全部冲压设备联锁改为不可旁路，班前会逐台点检并签字。
|P-PROD 0|2026-02-15|open
2025-Q4|MKT|collection_rate|action|MKT 0|2026-01-08
一季度起回款率低于百分之九十的销售组，新签合同须由财务部会签付款条件。
|F-FIN 0|2026-03-31|open
2025-Q4|M-SOUTH|sales|cause|M-SOUTH 0|2026-01-07
暂停的石化改造项目在十二月重新签约并交付首批，水务集中招标中标两个标段。
|||
2025-Q4|M-SOUTH|sales|action|M-SOUTH 0|2026-01-07
二期合同排产与付款节点一并写入月度计划，避免再次集中在季末。
|M-SOUTH 0|2026-03-31|open
2025-Q4|M-EAST-2|sales|comment|M-EAST 0|2026-01-07
全组八个季度保持目标以上，年框客户占比提升，做法整理成手册供其他组使用。
|||
2025-Q4|M-NORTH|new_customers|cause|M-NORTH 0|2026-01-07
采暖季前客户集中检修，新客户签约推迟到一季度。
|||
2025-Q4|M-WEST|net_profit|comment|M-WEST 0|2026-01-07
连续两个季度盈利，下一步控制新设办事处的费用节奏。
|||
2025-Q4|PRD|material_cost_ratio|comment|PRD 0|2026-01-08
全年材料成本率逐季下降，隔膜材料已切换，2026年重点转向能耗和返工损失。
|||
2025-Q4|P-PROD|accidents|action|P-PROD 0|2026-01-08
设备联锁旁路钥匙收归安全员保管，违章一次离岗培训。
|P-PROD 0|2026-01-31|open
2025-Q4|P-SUPPLY|on_time_supply|comment|FUN 0|2026-01-12
供应链部四季度准时交付率及部分盘点数据尚未提交，已按暂定结果处理。
|P-SUPPLY 0|2026-01-15|open
2025-Q4|P-QUALITY|iqc_pass_rate|action|P-QUALITY 0|2026-01-07
密封件、铸件两类供应商实行季度质量约谈。
|P-QUALITY 1|2026-03-31|open
2025-Q4|P-RD|project_on_time|cause|P-RD 0|2026-01-08
两个节点等待第三方检测排期，推迟到一月。
|||
2025-Q4|F-HR|staff_turnover|comment|F-HR 0|2026-01-07
离职面谈显示主要原因为异地家庭，已推动弹性轮岗试点。
|||
2025-Q4|F-IT|ticket_on_time|suggestion|F-IT 0|2026-01-07
建议各部门指定一名关键用户，先行处理常见问题。
|||
2025-Q4|M-SERVICE|handling_hours|cause|M-SERVICE 0|2026-01-08
十二月寒潮期间北方现场服务工单集中，平均处理时长上升。
|||
2025-Q4|P-PROD-B 4|accidents|cause|P-PROD-B 0|2026-01-06
十一月十八日违章拆除冲压安全联锁，本人手部轻伤，设备停工一天。
|||
2025-Q4|P-PROD-B 4|accidents|action|P-PROD 0|2026-01-06
完成四十学时安全再培训并通过考试后恢复独立操作。
|P-PROD-B 4|2026-01-31|open
2025-Q4|M-EAST-2 0|sales|comment|M-EAST 0|2026-01-07
带队完成年度目标，经验分享两次；建议承担新区域年框推广。
|||
2025-Q4|M-SOUTH-1 1|sales|comment|M-SOUTH 0|2026-01-07
暂停项目重新签约，客户关系修复到位；应收款跟踪需要继续加强。
|||
2025-Q4|P-SUPPLY-B 5|on_time_supply|comment|P-SUPPLY-B 0|2026-01-10
系统切换后的到货记录仍在核对，一月十五日前补齐。
|P-SUPPLY-B 5|2026-01-15|open
2025-Q4|F-IT 3|audit_findings|comment|P-QUALITY 0|2026-01-07
体系文件电子化进度符合要求，两个岗位的工作时间需要提前协调。
|||
2025-Q4|M-WEST-2 2|new_customers|comment|M-WEST-2 0|2026-01-07
新疆两家光伏企业首次签约，远程服务方案准备充分。
|||
2025-Q3|M-EAST-3|sales|cause|M-EAST-3 2|2025-10-10|en
Two distributors in Southeast Asia moved their orders to the fourth quarter because of new import certificates.
|||
2025-Q3|M-EAST-3|sales|action|M-EAST-3 2|2025-10-10|en
Finish the certificates for the three best-selling valve models and confirm delivery dates with both distributors.
|M-EAST-3 0|2025-11-28|done
2025-Q3|P-RD-2 4|bug_rate|comment|P-RD-2 0|2025-10-10|en
Regression suite for the positioner firmware now runs every night; keep the defect reports as short as they are.
|||
2025-Q4|M-EAST-3|sales|comment|M-EAST-3 2|2026-01-08|en
Deferred distributor orders were shipped in November; the order book for the first quarter is two thirds full.
|||
2025-Q4|M-EAST-3 2|sales|comment|M-EAST-3 0|2026-01-07|en
Reliable forecasts, and distributors praise the quick answers. Next step: build up a second supplier of export crates.
|||
2025-Q4|P-RD-2 4|milestone|action|P-RD-2 0|2026-01-07|en
Document the firmware interface before the second product line starts to use it.
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
    for number, (head, said, action) in enumerate(zip(lines[::3], lines[1::3], lines[2::3], strict=True), start=1):
        period, subject, kpi, kind, author, day, *language = head.split("|")
        _, owner, due, status = action.split("|")
        rows.append({
            "subject_id": _person(seats, subject) if " " in subject else subject, "text": said, "type": kind, "kpi_id": kpi,
            "period": period, "author": _person(seats, author), "date": day, "action_owner": _person(seats, owner),
            "due_date": due, "status": status, "language": language[0] if language else "zh-CN", "seq": str(number),
        })
    return rows
