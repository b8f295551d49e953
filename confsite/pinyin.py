"""Chinese names in pinyin: family name first, given name joined (GB/T 28039)."""

import os
import re

from confsite.names import is_han

PARTS = re.compile(r"[\s·•・‧]+")
# A Chinese name has at most four characters; a longer one is a transcription.
LONGEST_NAME = 4
# Family names of two characters, in both scripts.
PAIRS = """
欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容
令狐 司徒 司空 长孙 長孫 宇文 端木 东方 東方 独孤 獨孤 南宫 南宮 万俟
闻人 聞人 赫连 赫連 澹台 澹臺 淳于 单于 單于 太史 申屠 轩辕 軒轅 钟离
鍾離 闾丘 东郭 東郭 西门 西門 百里 呼延 鲜于 鮮于 公冶 宗政 濮阳 濮陽
仲孙 仲孫 乐正 樂正 拓跋 拓拔 完颜 完顏 纳兰 納蘭 左丘 梁丘 公羊 谷梁
穀梁 第五
"""
OF_TWO = set(PAIRS.split())
# Read otherwise as a family name than as a word, which is what dictionaries give.
READ_AS = {
    name: reading
    for reading, names in {
        "bo": "薄",
        "bu": "卜",
        "chanyu": "单于 單于",
        "chong": "种",
        "ge": "盖 蓋",
        "he": "黑",
        "linghu": "令狐",
        "miao": "缪 繆",
        "moqi": "万俟",
        "ou": "区 區",
        "piao": "朴",
        "qin": "覃",
        "qiu": "仇",
        "shan": "单 單",
        "shao": "召",
        "she": "折",
        "tantai": "澹台 澹臺",
        "xie": "解",
        "yan": "燕",
        "yuchi": "尉迟 尉遲",
        "yue": "乐 樂",
        "yuezheng": "乐正 樂正",
        "yun": "员 員",
        "zeng": "曾",
        "zha": "查",
        "zhai": "翟 祭",
        "zhangsun": "长孙 長孫",
    }.items()
    for name in names.split()
}


def in_pinyin(name: str) -> str:
    """A name with all that is Chinese in it as Latin letters: 李晓明 → li xiaoming.

    Of a transcription, 埃莉诺·惠特科姆, each part is a word.
    """
    parts = [part for part in PARTS.split(name) if part]
    if len(parts) == 1 and is_han(parts[0]) and len(parts[0]) <= LONGEST_NAME:
        family = parts[0][: 2 if parts[0][:2] in OF_TWO else 1]
        parts = [family, parts[0].removeprefix(family)]
    first, *others = parts or [""]
    return " ".join(
        [READ_AS.get(first) or spelled(first), *map(spelled, others)]
    ).strip()


def spelled(text: str) -> str:
    """Character by character; what has no reading is left out. 吕 is lyu, as it is in
    passports."""
    if not any(map(is_han, text)):
        return text
    # Read when it is imported: its phrases are words and no names, and take 45 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    # Few processes ever need it.
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text, errors=lambda other: other if other.isascii() else "")
    return "".join(syllables).replace("v", "yu")
