"""People as they stand in the list of a ministry: the same ten thousand on each call.

python -m bench.people 10000 people.xlsx
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.words import FIRST_NAMES, LAST_NAMES, POSITIONS, SEATS
from confsite.tables.spreadsheet import Worksheet, csv_bytes, xlsx_bytes

CHINESE_HEADS = (
    *("序号", "姓名", "英文姓名", "性别", "工作单位", "职务", "手机", "电子邮箱"),
    *("国家/地区", "参会方式", "备注"),
)


def spelled(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


SURNAMES = spelled("""
    王:Wang 李:Li 张:Zhang 刘:Liu 陈:Chen 杨:Yang 黄:Huang 赵:Zhao 吴:Wu 周:Zhou
    徐:Xu 孙:Sun 马:Ma 朱:Zhu 胡:Hu 郭:Guo 何:He 林:Lin 高:Gao 罗:Luo 郑:Zheng
    梁:Liang 谢:Xie 宋:Song 唐:Tang 许:Xu 韩:Han 邓:Deng 冯:Feng 曹:Cao 彭:Peng
    曾:Zeng 肖:Xiao 田:Tian 董:Dong 潘:Pan 袁:Yuan 蔡:Cai 蒋:Jiang 余:Yu 欧阳:Ouyang
""")
SYLLABLES = spelled("""
    伟:wei 芳:fang 娜:na 敏:min 静:jing 丽:li 强:qiang 磊:lei 军:jun 洋:yang 勇:yong
    艳:yan 杰:jie 娟:juan 涛:tao 明:ming 超:chao 霞:xia 平:ping 刚:gang 桂:gui 英:ying
    华:hua 玉:yu 兰:lan 文:wen 辉:hui 建:jian 国:guo 晓:xiao 志:zhi 海:hai 春:chun
    梅:mei 雪:xue 宇:yu 轩:xuan 子:zi 涵:han 思:si 远:yuan 立:li 德:de 永:yong 世:shi
""")


def people(number: int) -> Iterator[tuple[str, ...]]:
    """Below CHINESE_HEADS; each of another name or organisation."""
    chance = random.Random(19)
    for n in range(1, number + 1):
        town_en, town_zh, country = SEATS[n % len(SEATS)]
        post_en, post_zh = chance.choice(POSITIONS)
        way = chance.choice(("现场", "现场", "线上"))
        if n % 4:
            surname, given = (
                chance.choice(list(SURNAMES)),
                chance.sample(list(SYLLABLES), 2),
            )
            native = surname + "".join(given)
            read = "".join(SYLLABLES[letter] for letter in given).capitalize()
            latin = f"{SURNAMES[surname]} {read}"
            house, post = f"{town_zh}计量测试研究院第{n % 97 + 1}研究所", post_zh
            phone, where = f"1{chance.choice('35789')}{n:09d}", "CN"
        else:
            first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
            native, latin = "", f"{last[0].upper()}, {first[0]} {chr(65 + n % 26)}."
            house, post = f"University of {town_en}, Department {n % 89 + 1}", post_en
            phone, where = f"+44 7700 9{n % 100_000:05d}", country
        email = f"person{n}@example.org"
        note = "素食" if n % 17 == 0 else ""
        sex = chance.choice("男女")
        yield (
            *(str(n), native or latin, latin, sex, house, post, phone, email),
            *(where, way, note),
        )


def workbook(number: int) -> bytes:
    return xlsx_bytes([Worksheet("参会人员", CHINESE_HEADS, list(people(number)))])


def comma_separated(number: int) -> bytes:
    return csv_bytes(CHINESE_HEADS, people(number))


if __name__ == "__main__":
    content = workbook if sys.argv[2].endswith(".xlsx") else comma_separated
    Path(sys.argv[2]).write_bytes(content(int(sys.argv[1])))
