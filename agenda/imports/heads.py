"""What columns are called by people, and in the files of other programs.

Sessionize, pretalx and Guidebook are the programs whose heads stand here as in their
exports and templates. Case, width and spaces do not matter, nor does “(Optional)”.
"""


def heads(*lines: str) -> tuple[str, ...]:
    return tuple(head.strip() for line in lines for head in line.split("|"))


ORGANISATIONS = {
    "name": heads(
        "Organisation|Organization|Organisation name|Organization name",
        "单位|单位名称|机构|机构名称|公司|公司名称",
    ),
    "country": heads("Country|Region|国家|地区|国别"),
}
SPEAKERS = {
    "name": heads(
        "Full name|Speaker|Speaker name|Display name",
        "嘉宾|嘉宾姓名|演讲嘉宾|演讲人|主讲人|发言人|报告人",
    ),
    "given_name": heads("First name|FirstName|Forename|Given names"),
    "family_name": heads("Last name|LastName|Surname"),
    "native_name": heads("Chinese name|Native name|中文名|姓名（中文）"),
    "title": heads("Salutation|Prefix|Honorific|称呼"),
    "native_title": heads("职称|头衔"),
    "position": heads("Job title|TagLine|Tag line|Post|职位|岗位|职务职称"),
    "organisation": heads(
        "Organization|Affiliation|Institution|Company|Employer",
        "工作单位|所在单位|单位名称|机构|公司|学校",
    ),
    "session": heads("Session Id|Session title|Proposal title|Proposal titles"),
    "biography": heads("Bio|About|Profile|简介|嘉宾简介|个人介绍"),
}
SESSIONS = {
    "title": heads(
        "Session title|Proposal title|Session|Session name|Topic|Talk|Activity",
        "主题|题目|议题|议程|议程安排|内容|会议内容|活动|活动内容|环节|事项",
        "演讲题目|演讲主题|报告题目",
    ),
    "abstract": heads("Summary|摘要|内容摘要"),
    "format": heads("Session format|Session type|Format|Type|形式"),
    "day": heads("Date|Start date|Start (date)|Session date|会议日期"),
    "begins": heads(
        "Start|Starts|Begin|Time|Start time|Time start|Start (time)|Scheduled at",
        "时间|时间段|时段|具体时间|开始|起始时间|会议时间|起止时间",
    ),
    "ends": heads("End|Finish|End time|Time end|End (time)|结束|终止时间"),
    "end_day": heads("End date|End (date)|结束日期"),
    "duration": heads("Scheduled duration|Length|Duration (minutes)|时长（分钟）"),
    "room": heads("Location|Room/Location|Venue|Hall|地点|会议室|会议地点|房间"),
    "track": heads("Schedule track|Stream|论坛|专题|分会场"),
    "speakers": heads(
        "Speaker|Speaker name|Speaker names|Presenter|Presenters",
        "嘉宾|演讲嘉宾|主讲嘉宾|发言嘉宾|演讲人|主讲人|发言人|报告人|讲者|讲师",
    ),
    "host": heads("Hosts|主持|主持嘉宾"),
    "moderator": heads("Moderators|Chair|Session chair|对话主持"),
    "language": heads("Language|语言|会议语言"),
    "recording_url": heads("Recording link"),
}
