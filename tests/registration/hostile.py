"""The bad input of PROMISES, by name: what people type, paste and try."""

NAMES = {
    "one letter": "O",
    "null": "Null",
    "undefined": "undefined",
    "apostrophe": "D'Arcy",
    "one character": "李",
    "rare characters": "𠮷喆",
    "polish": "Łukasz Żółć",
    "arabic": "محمد بن سلمان",
    "persian joiner": "می‌خواهم",
    "decomposed": "Jose\u0301",
    "three hundred": "x" * 300,
    "three hundred and one": "x" * 301,
    "three hundred rare": "𠮷" * 300,
    "storm": "e" + "\u0301" * 200,
    "expands": "\u1e9b\u0323" * 100,
    "family": "👨‍👩‍👧‍👦",
    "flag": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "blank": "   ",
    "zero width": "\u200b\u200d",
    "spaced out": "  Ada \u3000",
}
BYTES = {
    "nul": "a\x00b",
    "bell": "a\x07b",
    "escape": "a\x1b[31mb",
    "c1": "a\x85b",
    "line separator": "a\u2028b",
    "newline": "a\r\nb",
    "override": "a\u202eb",
    "isolate": "a\u2066b\u2069",
    "replacement": "a\ufffdb",
    "non-character": "a\uffffb",
}
INJECTIONS = {
    "header": "a\r\nBcc: victim@example.org",
    "encoded word": "=?utf-8?q?Bcc=3A_victim=40example=2Eorg?=",
    "django": "{{7*7}}{% now 'Y' %}",
    "format": "{0.__class__}",
    "percent": "%(x)s %s %d",
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "markdown": "[x](http://evil.example)",
    "address": "evil.example",
    "link": "https://evil.example/win",
    "equals": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(A1)",
    "full width": "＝1+1",
    "calendar": "x\\nATTENDEE:mailto:victim@example.org;;,,",
    "comment": "x'); DROP TABLE registration_delegate; --",
    "path": "../../etc/passwd",
    "entity": "&lt;b&gt; &amp; &#0;",
    "crispy": "{{ form.helper }}",
}
GROUPS = {"names": NAMES, "bytes": BYTES, "injections": INJECTIONS}
TEXTS = NAMES | BYTES | INJECTIONS

# RFC 5321 allows 64 letters before the @ and 254 in all.
LONG_DOMAIN = ".".join(["d" * 62] * 3) + "." + "e" * 62
SCATTERED = "".join(map(chr, range(0x4E00, 0x5E00, 0x80)))
ADDRESSES = {
    "longest before": "a" * 64 + "@example.org",
    "254": f"aa@{LONG_DOMAIN}",
    "255": f"aaa@{LONG_DOMAIN}",
    "quoted": '"ada lovelace"@example.org',
    "quoted break": '"ada\r\nbcc: x"@example.org',
    "idn": "ada@例子.中国",
    "homoglyph": "ada@ex\u0430mple.org",
    "plus": "ada+test@example.org",
    "dots": "a.d.a@example.org",
    "two at": "ada@@example.org",
    "two": "ada@example.org,eve@example.org",
    "name": "Ada <ada@example.org>",
    "unicode before": "åda@example.org",
    "full width": "ａｄａ＠example．org",
    "ip": "ada@[127.0.0.1]",
    "ip6": "ada@[IPv6:::1]",
    "no dot": "ada@localhost",
    "one number": "ada@10.0.0.255",
    "no mail": "ada@mail.localhost",
    # As xn--… it has more than 63 letters.
    "too long in plain letters": f"ada@{SCATTERED}.cn",
    "percent": "ada%evil.example@example.org",
    "upper": "Ada@EXAMPLE.ORG",
    "exclamation": "!#$%&'*+/=?^_`{|}~-@example.org",
    "underscore": "ada@ex_ample.org",
    "hyphen": "ada@-example.org",
}

NUMBERS = {
    "extension": "+44 20 7946 0958 ext. 12",
    "national": "07400 123456",
    "full width": "＋８６ １３８ ００１３ ８０００",
    "hong kong": "+852 2123 4567",
    "letters": "1-800-FLOWERS",
    "too long": "+49 123456789012345 ext. 12345678901234567890",
    "endless": "1" * 60,
    "zero": "0",
    "plus": "+",
    "arabic digits": "+٤٤٧٤٠٠١٢٣٤٥٦",
}

# As they stand in a form's body, percent-encoded or raw.
NO_TEXT = {
    "an overlong slash": b"%C0%AF",
    "a lone surrogate": b"%ED%A0%80",
    "GBK": b"%C0%EE%CF%FE%C3%F7",
    "UTF-16": b"\xff\xfe",
    "nul": b"%00",
    "half an escape": b"%",
    "an escape of a script": b"%u674e",
}

STRANGE_PATHS = (
    *("\x00", "a\x00-b", "ÄÖ-ß", "\ud800", "-", "..", "%", "李", "'", "<b>"),
    "x" * 5000,
)
