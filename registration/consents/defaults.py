"""Texts to start from, in both languages. Staff put right what is not so for them.

Each says what is done, for what, with which data, and how to take it back; abroad also
who receives it (PIPL, art. 39; UK GDPR, art. 7 and 13).
"""

from agenda.models import Conference
from confsite.bilingual import Pair
from registration.states import ConsentPurpose

TEXTS = {
    ConsentPurpose.LISTED: Pair(
        "I wish to be listed among the participants of this conference: the list on "
        "this website shows my name, organisation, position and country or region, "
        "never my e-mail address or telephone. I can withdraw this at any time on my "
        "personal page; then I am no longer listed.",
        "本人愿意列入本次大会的参会者名单：本网站的名单将显示本人的姓名、单位、职务和国家/地区，"
        "不显示邮箱和电话。本人可随时在个人页面撤回同意，撤回后不再列入名单。",
    ),
    ConsentPurpose.RECORDING: Pair(
        "I agree that photographs, sound and video recordings of this conference in "
        "which I can be seen or heard are made and published by {organiser} to report "
        "on the conference. I can withdraw this at any time on my personal page; it "
        "then no longer holds for what is published later.",
        "本人同意{organiser}为报道本次大会制作并发布含有本人形象或声音的照片、录音和录像。"
        "本人可随时在个人页面撤回同意，撤回后不再用于此后的发布。",
    ),
    ConsentPurpose.ABROAD: Pair(
        "I agree that {organiser} passes my data to the co-organisers of this "
        "conference outside the country or region that I live in. Recipients: [name "
        "and contact of each co-organiser]. Purpose: admission, the programme and "
        "contact during the conference. Data: name, organisation, position, country "
        "or region, e-mail address, telephone and attendance; how: by this website "
        "and by file. To access, correct or erase my data with a recipient, I write "
        "to them or to {contact}. I can withdraw this at any time on my personal page.",
        "本人单独同意{organiser}向本人所在国家/地区以外的本次大会联合主办方提供本人的个人信息。"
        "境外接收方：【各联合主办方名称及联系方式】。处理目的：参会审核、日程安排及会议期间联络。"
        "个人信息种类：姓名、单位、职务、国家/地区、邮箱、电话和参会方式；"
        "处理方式：通过本网站及文件提供。本人如需向境外接收方查阅、更正或删除个人信息，"
        "可与其联系，或联系{contact}。本人可随时在个人页面撤回同意。",
    ),
    ConsentPurpose.NEWS: Pair(
        "I wish to receive news of later conferences of {organiser} by e-mail. My name "
        "and e-mail address are kept for it. I can withdraw this at any time on my "
        "personal page.",
        "本人愿意通过邮件接收{organiser}后续大会的资讯，为此保存本人的姓名和邮箱。"
        "本人可随时在个人页面撤回同意。",
    ),
}
# What staff have to fill in before anybody is asked, in English and in Chinese.
GAPS = ("[name and contact of each co-organiser]", "【各联合主办方名称及联系方式】")


def text(purpose: str, conference: Conference) -> Pair:
    """The text for this purpose, with the names of those who ask in it."""
    texts = TEXTS[ConsentPurpose(purpose)]
    organisers = Conference.organiser.pair(conference)
    contact = conference.contact_email
    en = texts.en.replace("{organiser}", organisers.en or "the organiser")
    zh = texts.zh.replace("{organiser}", organisers.zh or "主办单位")
    return Pair(
        en.replace("{contact}", contact or "the organiser"),
        zh.replace("{contact}", contact or "主办单位"),
    )
