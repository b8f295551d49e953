"""What columns are called by people, and in the files of other programs.

Sessionize, pretalx and Guidebook are the programs whose heads stand here as in their
exports and templates. Case, width and spaces do not matter, nor does “(Optional)”.
"""

Heads = dict[str, tuple[str, ...]]

ORGANISATIONS: Heads = {
    "name": (
        *("Organisation", "Organization", "Organisation name", "Organization name"),
        *("单位", "单位名称", "机构", "机构名称", "公司", "公司名称"),
    ),
    "country": ("Country", "Region", "国家", "地区", "国别"),
}
SPEAKERS: Heads = {
    "name": (
        *("Full name", "Speaker", "Speaker name", "Display name"),
        *("嘉宾", "嘉宾姓名", "演讲嘉宾", "演讲人", "主讲人", "发言人", "报告人"),
    ),
    "given_name": ("First name", "FirstName", "Forename", "Given names"),
    "family_name": ("Last name", "LastName", "Surname"),
    "native_name": ("Chinese name", "Native name", "中文名", "姓名（中文）"),
    "title": ("Salutation", "Prefix", "Honorific", "称呼"),
    "native_title": ("职称", "头衔"),
    "position": (
        "Job title",
        "TagLine",
        "Tag line",
        "Post",
        "职位",
        "岗位",
        "职务职称",
    ),
    "organisation": (
        *("Organization", "Affiliation", "Institution", "Company", "Employer"),
        *("工作单位", "所在单位", "单位名称", "机构", "公司", "学校"),
    ),
    "session": ("Session Id", "Session title", "Proposal title", "Proposal titles"),
    "biography": ("Bio", "About", "Profile", "简介", "嘉宾简介", "个人介绍"),
}
SESSIONS: Heads = {
    "title": (
        *(
            "Session title",
            "Proposal title",
            "Session",
            "Session name",
            "Topic",
            "Talk",
        ),
        *(
            "主题",
            "题目",
            "议题",
            "议程",
            "内容",
            "环节",
            "演讲题目",
            "报告题目",
            "演讲主题",
        ),
    ),
    "abstract": ("Summary", "摘要", "内容摘要"),
    "format": ("Session format", "Session type", "Format", "Type", "形式"),
    "day": ("Date", "Start date", "Start (date)", "Session date", "会议日期"),
    "begins": (
        *("Start", "Starts", "Begin", "Time", "Start time", "Time start"),
        *(
            "Start (time)",
            "Scheduled at",
            "时间",
            "开始",
            "起始时间",
            "会议时间",
            "起止时间",
        ),
    ),
    "ends": ("End", "Finish", "End time", "Time end", "End (time)", "结束", "终止时间"),
    "end_day": ("End date", "End (date)", "结束日期"),
    "duration": ("Scheduled duration", "Length", "Duration (minutes)", "时长（分钟）"),
    "room": (
        *("Location", "Room/Location", "Venue", "Hall"),
        *("地点", "会议室", "会议地点", "房间"),
    ),
    "track": ("Schedule track", "Stream", "论坛", "专题", "分会场"),
    "speakers": (
        *("Speaker", "Speaker name", "Speaker names", "Presenter", "Presenters"),
        *(
            "演讲人",
            "演讲嘉宾",
            "嘉宾",
            "主讲人",
            "发言人",
            "报告人",
            "讲者",
            "发言嘉宾",
        ),
    ),
    "language": ("Language", "语言", "会议语言"),
    "recording_url": ("Recording link",),
}
