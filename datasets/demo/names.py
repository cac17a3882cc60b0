"""Names of people as they occur in a Chinese company, each with its pinyin."""

from __future__ import annotations

from random import Random

# Surname, pinyin, frequency.
_SURNAMES = """
王 Wang 12|李 Li 12|张 Zhang 11|刘 Liu 9|陈 Chen 8|杨 Yang 6|赵 Zhao 5|黄 Huang 5|周 Zhou 5|吴 Wu 5|徐 Xu 4|孙 Sun 4|胡 Hu 3
朱 Zhu 3|高 Gao 3|林 Lin 3|何 He 3|郭 Guo 3|马 Ma 3|罗 Luo 2|梁 Liang 2|宋 Song 2|郑 Zheng 2|谢 Xie 2|韩 Han 2|唐 Tang 2
冯 Feng 2|董 Dong 2|程 Cheng 2|曹 Cao 2|袁 Yuan 2|邓 Deng 2|许 Xu 2|沈 Shen 2|曾 Zeng 2|彭 Peng 2|苏 Su 2|卢 Lu 1|蒋 Jiang 2
蔡 Cai 1|丁 Ding 1|魏 Wei 1|薛 Xue 1|叶 Ye 1|余 Yu 1|潘 Pan 1|杜 Du 1|戴 Dai 1|夏 Xia 1|钟 Zhong 1|汪 Wang 1|田 Tian 1
任 Ren 1|姜 Jiang 1|范 Fan 1|方 Fang 1|石 Shi 1|姚 Yao 1|谭 Tan 1|廖 Liao 1|邹 Zou 1|熊 Xiong 1|金 Jin 1|陆 Lu 1|欧阳 Ouyang 1
"""
_MEN = """
伟 Wei|强 Qiang|磊 Lei|军 Jun|洋 Yang|勇 Yong|杰 Jie|涛 Tao|超 Chao|明 Ming|刚 Gang|辉 Hui|鹏 Peng|飞 Fei|斌 Bin|波 Bo|宇 Yu
浩 Hao|凯 Kai|健 Jian|俊 Jun|帆 Fan|旭 Xu|龙 Long|鑫 Xin|毅 Yi|建国 Jianguo|建华 Jianhua|建军 Jianjun|志强 Zhiqiang
志远 Zhiyuan|志刚 Zhigang|文博 Wenbo|文斌 Wenbin|子轩 Zixuan|浩然 Haoran|宇航 Yuhang|俊杰 Junjie|明轩 Mingxuan|天宇 Tianyu
晓东 Xiaodong|晓峰 Xiaofeng|海波 Haibo|海涛 Haitao|国栋 Guodong|国平 Guoping|永强 Yongqiang|立新 Lixin|家豪 Jiahao
嘉诚 Jiacheng|泽宇 Zeyu|思远 Siyuan|一鸣 Yiming|振华 Zhenhua|振宇 Zhenyu|少华 Shaohua|世杰 Shijie|新宇 Xinyu|瑞祥 Ruixiang
景行 Jingxing|启航 Qihang|承志 Chengzhi|立群 Liqun|宏伟 Hongwei|学文 Xuewen|佳明 Jiaming|逸飞 Yifei|博文 Bowen
"""
_WOMEN = """
芳 Fang|娜 Na|敏 Min|静 Jing|丽 Li|艳 Yan|娟 Juan|霞 Xia|燕 Yan|玲 Ling|倩 Qian|婷 Ting|雪 Xue|洁 Jie|颖 Ying|琳 Lin|悦 Yue
欣怡 Xinyi|雨桐 Yutong|梦瑶 Mengyao|诗涵 Shihan|佳怡 Jiayi|思琪 Siqi|雅婷 Yating|晓燕 Xiaoyan|晓丽 Xiaoli|丽华 Lihua
秀英 Xiuying|玉兰 Yulan|海燕 Haiyan|春梅 Chunmei|文静 Wenjing|慧敏 Huimin|淑芬 Shufen|美玲 Meiling|佳慧 Jiahui|雨欣 Yuxin
若曦 Ruoxi|嘉怡 Jiayi|晓雯 Xiaowen|月华 Yuehua|红梅 Hongmei|凤英 Fengying|心怡 Xinyi|可欣 Kexin|语嫣 Yuyan|书瑶 Shuyao
"""


def _entries(text: str) -> list[list[str]]:
    return [entry.split() for line in text.strip().splitlines() for entry in line.split("|")]


def draw_names(count: int, random: Random) -> list[tuple[str, str]]:
    """``count`` different names (Chinese, pinyin with the surname first) in the order drawn."""
    surnames = _entries(_SURNAMES)
    frequency = [int(entry[2]) for entry in surnames]
    given = (_entries(_MEN), _entries(_WOMEN))
    found: dict[str, str] = {}
    while len(found) < count:
        surname = random.choices(surnames, frequency)[0]
        first = random.choice(given[random.random() < 0.4])
        found.setdefault(surname[0] + first[0], f"{surname[1]} {first[1]}")
    return list(found.items())
