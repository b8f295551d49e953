"""What columns are called in the lists of ministries, universities and companies.

Case, width and spaces do not matter, nor does “(Optional)”.
"""


def heads(*lines: str) -> tuple[str, ...]:
    return tuple(head.strip() for line in lines for head in line.split("|"))


OTHER = {
    "reference": heads(
        "Reference number|Registration number|Registration ID|Booking reference",
        "Confirmation number|登记号|登记编码|参会编号|报名编号|报名号",
    ),
    "name": heads(
        "Full name|Name|Delegate|Delegate name|Participant|Participant name|Attendee",
        "Attendee name|Guest|Guest name|Display name|Names|Name of participant",
        "Contact person|姓名|名字|中英文姓名|姓名（中英文）|参会人|参会人员|参会者",
        "参会人姓名|参会人员姓名|参会代表|代表姓名|嘉宾|嘉宾姓名|人员姓名|联络人姓名|来宾",
        "来宾姓名|与会人员|出席人员|参加人员|学员姓名|教师姓名",
    ),
    "given_name": heads(
        "First name|FirstName|Forename|Forenames|Given names|Given|Firstname(s)",
        "First name(s)|Given name(s)|名（英文）|名（拼音）|拼音名",
    ),
    "family_name": heads(
        "Last name|LastName|Surname|Family|Surname(s)|Second name|姓（英文）",
        "姓（拼音）|英文姓|姓氏|拼音姓",
    ),
    "native_name": heads(
        "Chinese name|Native name|Name in Chinese|Name (Chinese)|中文名|中文姓名",
        "姓名（中文）|姓名(汉字)|Name in native script|Name in Chinese characters",
    ),
    "latin": heads(
        "Name in English|English name|Name (English)|Name in Latin letters|Pinyin",
        "Name in Pinyin|Passport name|Name as in passport|Latin name|英文姓名",
        "英文名|姓名（英文）|姓名拼音|拼音|姓名（拼音）|外文姓名|外文名|护照姓名|汉语拼音",
    ),
    "title": heads(
        "Salutation|Prefix|Honorific|Honorific title|Form of address|Title (Mr/Ms/Dr)",
        "称谓|称呼|尊称|头衔|职称|技术职称|专业技术职务|Academic title|学衔",
    ),
    "position": heads(
        "Job title|Job|Post|Role|Function|Occupation|Designation|Position/Title|Rank",
        "Position held|职务|职位|岗位|现任职务|行政职务|职务/职称|职务职称",
        "职务及职称|单位职务|任职|党政职务|职别|Title/Position|Current position",
    ),
    "organisation": heads(
        "Organization|Organisation|Affiliation|Affiliations|Institution|Institute",
        "Company|Company name|Employer|University|Organisation name|Agency|Ministry",
        "Organization name|Company/Organisation|Company/Organization|Institution name",
        "Work unit|Unit|Department/Organisation|工作单位|单位|单位名称|所在单位|机构",
        "机构名称|公司|公司名称|企业|企业名称|学校|所属单位|工作单位名称|院校|部门单位",
        "派出单位|参会单位|所在机构|单位全称",
    ),
    "department": heads(
        "Department|Division|Faculty|School|Unit/Department|部门|所在部门|院系|处室",
        "科室|司局|二级单位|内设机构",
    ),
    "country": heads(
        "Country|Region|Country or region|Country/Territory|Nation|国家|地区|国别",
        "国家地区|国家或地区|所在国家|国别地区",
    ),
    "email": heads(
        "E-mail|Email|Mail|E-mail address|Email address|Email ID|E mail|Your email",
        "Work email|Business email|邮箱|电子邮箱|电子邮件|电邮|邮箱地址|邮件|邮件地址",
        "电子信箱|工作邮箱|E-mail（邮箱）",
    ),
    "phone": heads(
        "Telephone|Phone|Mobile|Mobile phone|Cell|Cell phone|Tel|Tel.|Phone number",
        "Mobile number|Telephone number|Contact number|Contact no.|Mob|Mobile no.",
        "Contact phone|Phone no.|Cellphone|手机|电话|手机号|手机号码|联系电话|移动电话",
        "联系方式|电话号码|联系手机|办公电话|移动电话号码|手机/电话|联络电话|座机",
    ),
    "contact_email": heads(
        "Contact e-mail|Contact email|Assistant email|Secretary email|PA email",
        "Liaison email|Email of contact|联系人邮箱|联络人邮箱|秘书邮箱|助理邮箱",
        "联络员邮箱|联系人电子邮箱",
    ),
    "contact_name": heads(
        "Contact|Contact name|Assistant|Secretary|PA|Liaison|联系人|联络人|联系人姓名",
        "秘书|助理|联络员|经办人",
    ),
    "language": heads(
        "Language|Preferred language|Correspondence language|语言|语种|通信语言",
        "邮件语言",
    ),
    "category": heads(
        "Category|Type|Delegate type|Participant type|Registration type|Ticket type",
        "Ticket|Group|类别|参会类型|参会身份|身份|代表类型|人员类别|嘉宾类别|分组|组别",
    ),
    "attendance": heads(
        "Attendance|Attending|Mode|Attendance mode|Participation|Mode of attendance",
        "On site/online|In person/online|How attending|参会形式|参加方式|参会方式",
        "出席方式|线上/线下|线上线下|现场/线上|参加形式",
    ),
    "tagged": heads("Tag|Labels|Label|标签|标记"),
    "remark": heads(
        "Notes|Note|Remark|Remarks|Comment|Comments|Other|备注|备注信息|说明|其他|附注"
    ),
}
# What lists ask for and nobody here needs: it is named and left out.
NOT_KEPT = heads(
    "Sex|Gender|M/F|Male/Female|Age|Date of birth|DOB|Birthday|Nationality|Ethnicity",
    "性别|年龄|出生日期|出生年月|国籍|民族|籍贯|政治面貌|学历|学位",
    "No.|No|#|S/N|SN|Serial number|ID|序号|编号|序列号|排序",
    "Passport|Passport number|Passport no.|ID number|ID card|护照号|护照号码|证件号",
    "身份证|身份证号|身份证号码|证件号码|证件类型",
    "State|Status|Signed up|Place in line|Timestamp|状态|登记状态|登记时间|时间戳",
    "提交时间|提交者（自动）|签名|签到|Photo|照片",
    "Address|Postcode|Fax|Website|地址|通讯地址|联系地址|邮编|传真|网站",
    "微信|微信号|WeChat|QQ|Dietary requirements|Diet|饮食要求|是否清真",
    "Arrival|Departure|航班|车次|到达时间|离开时间|住宿|房型",
)
