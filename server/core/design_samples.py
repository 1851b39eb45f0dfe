"""Invented people, jobs and days for the style page `/design`; shown in demo mode only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.core.schemas import FormState

_MONDAY = date(2026, 11, 2)
_FAIR_AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def samples() -> dict[str, Any]:
    """What `templates/core/design.html` draws: `{at, weeks, form, refused, trail}`."""
    return {
        "at": _FAIR_AT,
        "weeks": _weeks(),
        "form": FormState(),
        "refused": FormState(
            values={
                "title": "",
                "pay_fen": "五千八",
                "kind": "video",
                "note": "从娄底市新化县出发",
            },
            errors={
                "title": "请填写。",
                "pay_fen": "请填写金额，单位为元，如 5800 或 5800.50。",
            },
            problem="请检查您填写的内容。",
        ),
        "trail": _trail(),
    }


def _weeks() -> list[list[dict[str, Any]]]:
    events = {
        7: [("新化县—东莞市专场视频招聘会", "09:00–11:30", "")],
        12: [("湘南三县联合视频招聘会(电子制造、家政、物流)", "14:00–17:00", "muted")],
        21: [
            ("春风行动·劳务协作视频招聘会", "09:00–12:00", "live"),
            ("技能岗位夜场", "19:30–21:00", ""),
        ],
        28: [("安化县返乡人员专场", "10:00–11:00", "accent")],
    }
    notes = {7: "立冬", 22: "小雪"}
    weeks = []
    for week in range(5):
        days = []
        for weekday in range(7):
            day = _MONDAY + timedelta(days=7 * week + weekday)
            inside = day.month == _MONDAY.month
            found = events.get(day.day, []) if inside else []
            days.append(
                {
                    "date": day,
                    "in_month": inside,
                    "is_today": inside and day.day == _FAIR_AT.day,
                    "note": notes.get(day.day, "") if inside else "",
                    "events": [
                        {"title": title, "time": time, "tone": tone, "url": "#"}
                        for title, time, tone in found
                    ],
                }
            )
        weeks.append(days)
    return weeks


def _trail() -> list[dict[str, Any]]:
    at = _FAIR_AT
    return [
        {"title": "投递了“SMT 操作工”", "at": at, "icon": "job", "by": "本人"},
        {"title": "取号 A023", "at": at + timedelta(minutes=6), "icon": "ticket", "by": "本人"},
        {
            "title": "视频面试",
            "at": at + timedelta(minutes=31),
            "icon": "camera",
            "text": "时长 7 分 42 秒，由招聘专员评分。",
            "place": "油溪桥村服务站",
        },
        {
            "title": "劳动合同已签署并盖章",
            "at": at + timedelta(hours=2),
            "icon": "seal",
            "tone": "accent",
            "proof": "sha256 5b1f0c9a77d04e8b2f6c1d93a4e57b80c2f9e6d1…",
        },
        {
            "title": "到岗",
            "at": at + timedelta(days=9),
            "icon": "flag",
            "tone": "good",
            "by": "企业确认",
        },
    ]
