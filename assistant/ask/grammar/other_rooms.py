"""Questions that are not about cells: the checks, a rule, a draft, what the library holds."""

from __future__ import annotations

import re

_RULE = re.compile(r"(?<![A-Za-z0-9])([FTXYPLS])-?(\d{2})(?!\d)", re.IGNORECASE)
_DRAFT = re.compile(
    r"(?:起草(?!时|者|人|科室|单位|部门|过程|阶段|前|后|的|说明|文件|解读|环节)|草拟|拟写|拟定|撰写|代写|写一[份篇段]|拟一[份篇段]|帮我写|帮忙写|生成一?[份篇段])(?!者)"
)
_FAULT = r"(?:问题|错误|差错|毛病|错|不对|异常|瑕疵|硬伤)"
_REPORT = r"(?:年度?报告?|报告|年报|报表|表格|表)"
_FINDINGS = re.compile(
    rf"勾稽|不平(?!衡|均|稳)|平不平|(?:审查|审核|校验)(?:结果|出|发现|问题|意见|情况)|(?:规则|程序|系统|软件|自动)[^，。？]{{0,4}}(?:检查|查|检|审)出"
    rf"|{_REPORT}(?:里|中|上)?(?:的)?(?:填报)?(?:有没有|有什么|有哪些|有|存在什么|存在哪些|是否有|是否存在|查出){_FAULT}"
    rf"|哪些{_REPORT}(?:有|存在){_FAULT}|(?:文表|表文|图文)(?:不符|不一致)|正文(?:和|与|跟)?表格?(?:对不上|不一致|不符)"
    r"|(?:数据|数字)(?:对不上|有误|有错|打架|前后矛盾|矛盾)|前后矛盾|加不起来|对不上|填错|填报错误|报错|有错误|有差错|出错"
    r"|哪些(?:报告|年报|单位)(?:照抄|抄袭|雷同|内容雷同)|内容雷同|空白格|漏填|缺章|用错(?:了)?(?:格式|表)|错别字|泄露|身份证号|手机号"
)
_PROBLEM_TEXT = re.compile(
    r"(?:报告|年报)(?:里|中)?(?:提到|说|写|讲|反映|列出|列举|指出|总结|承认|自述)"
)
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"勾稽|不平(?!衡|均|稳)|加不起来|平不平", ("T01", "T02", "T03", "T04")),
    (r"文表|表文|正文.{0,2}表|对不上|打架|矛盾", ("X",)),
    (r"空白|漏填", ("F09",)),
    (r"缺章|缺少章节|少了章节", ("F01",)),
    (r"用错.{0,2}(?:格式|表)|旧格式|旧表", ("F06", "F07")),
    (r"雷同|照抄|抄袭", ("Y04", "P01", "Y06")),
    (r"错别字|文字错误|语病|病句|重复字", ("L",)),
    (r"泄露|身份证|手机号|个人隐私|个人信息", ("S01",)),
    (r"跨年|上下年|结转.{0,4}(?:衔接|对不上|不一致)", ("Y01", "Y02")),
)
_INVENTORY = re.compile(
    rf"(?:有|收录|存|入库|录入|收|收集|收到|共有|保存)(?:了)?(?:哪些|几|多少|哪几)(?:个|份|家)?(?:单位|部门|乡镇|街道|局|年份?|年度|年)?(?:的)?{_REPORT}(?!里|中|写|说|提)"
    rf"|{_REPORT}(?:有|共有|一共有)?(?:多少|几)(?:份|篇|个)|(?:哪些|哪几个|几个|多少个?|哪几家|几家)(?:单位|部门|乡镇|街道|镇|局|乡镇街道|镇街)?(?:还)?(?:没有|没|未|缺|缺少|少|尚未)(?:交|提交|报送|收录|入库|报|上报|公布|发布)?(?:了)?_*(?:的)?{_REPORT}"
    rf"|(?:缺|缺少|没有|没交|未报|未交)_*(?:的)?{_REPORT}(?:的)?(?:单位|部门|有)?|库(?:里|中)?(?:都)?有(?:什么|哪些|多少|几)|(?:有|收录)(?:了)?哪些年(?:份|度)?(?:的)?$|哪一?年的?{_REPORT}(?:是)?(?:缺|没|少)|{_REPORT}(?:缺|少)(?:了)?哪|哪些年份?有{_REPORT}"
    rf"|有{_REPORT}的(?:单位|部门|乡镇|街道|局)(?:都|分别)?(?:列|有?哪些|是哪些|名单|有?几[个家]|有?多少[个家])"
)


_PARTICULARS = re.compile(
    r"申请(?:人|者)(?:们)?(?:的|都|是)*(?:联系)?(?:电话|方式|姓名|名字|叫什么|叫啥|住址|住哪|地址|身份证|手机|年龄|多大|性别|民族|职业|学历|邮箱|是谁|有谁|名单)"
)


def asks_particulars(text: str) -> bool:
    """Whether it is asked who the applicants are: no report says."""
    return _PARTICULARS.search(text) is not None


def rules_named(text: str) -> tuple[str, ...]:
    """Rule ids in the question (T02, t-02), in order."""
    return tuple(dict.fromkeys(f"{m[1].upper()}{m[2]}" for m in _RULE.finditer(text)))


def asks_draft(text: str) -> bool:
    return _DRAFT.search(text) is not None


def asks_findings(text: str) -> bool:
    """Whether the checks' results are asked for, not what the reports themselves say."""
    return _FINDINGS.search(text) is not None and _PROBLEM_TEXT.search(text) is None


def rules_about(text: str) -> tuple[str, ...]:
    """Beginnings of the rule ids that the question's words name; () for every rule."""
    return tuple(r for pattern, rules in _KINDS if re.search(pattern, text) for r in rules)


def asks_inventory(text: str) -> bool:
    """Whether it is asked which reports the library has or lacks."""
    return _INVENTORY.search(text) is not None
