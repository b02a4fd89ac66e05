"""Which bodies have the power to make 规章."""

from __future__ import annotations

import re

from index.report import Report

WITHOUT_POWER = ("county", "township")
_MINISTRY = re.compile(r"(中华人民共和国|国家|中国|国务院).*|\S{2,6}部")
_BELOW = re.compile(r"[省市县区州盟旗镇乡]")


def may_make_regulations(report: Report) -> bool | None:
    """Whether the body has the power to make 规章; None where its level does not tell.

    Source: 《立法法》（2023年修正）第九十一条、第九十三条.
    """
    if report.level in ("province", "prefecture"):
        return None if re.search(r"行署|行政公署|管委会|管理委员会", report.agency) else True
    if report.level in WITHOUT_POWER:
        return False
    if report.level == "department":
        if _MINISTRY.fullmatch(report.agency) and not _BELOW.search(report.agency):
            return True
        return False if _BELOW.search(report.agency) else None
    return None
