"""The words of report prose that say what a number is about, as data.

Each `Term` is a kind, a name and a pattern over half-width text.  All terms together are one
alternation: at a place the first term that matches wins, so the narrower wording stands first.
Whole-form labels of table three's rows come from `index.formats`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.formats import result_rows

Kind = str
"""What a term is for.  The narrative's kinds:

`sep` ，；：（） and 、 · `list` including, etc, respectively, each, total · `period` of which year or
part of a year · `scope` whose figure: all:区, self:区, gov:区, level, own, others · `share` ·
`growth` compared, up, down, reach · `none` says that there was none · `zero` 为零, 均为无 · `row` a
row of table three · `action` received, accepted, handled, processed · `column` who applied ·
`dispute` · `result` of a dispute · `disclosure` what part two counts · `made` what was done with it ·
`object` application · `foreign` other matters that are received and answered too · `restrict` makes
it a part that the tables do not know · `channel` how it came in · `noise` holds one of the words
above without its meaning.
"""


@dataclass(frozen=True, slots=True)
class Term:
    kind: Kind
    name: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Token:
    """A term met at `start`–`end`; `text` is what stands there."""

    kind: Kind
    name: str
    start: int
    end: int
    text: str


_LAST = r"(?:上|去)一?年度?"
_NEXT = r"(?:下|次|后)一?个?年度?"
_YEAR = r"20\d\d年度?"
_CASE = r"(?:的)?(?:案件|申请|应诉案件|事项|件)?(?!机关|委员会|体制|机构|决定|渠道|人员|工作|能力|风险|发生率|纠错率|败诉率|率)"
_OPEN = r"(?:政府)?信息公开"
_ORGANISATION = r"法人(?:或|和|及|、|与|或者|以及)?其[他它]组织"


def _terms(kind: Kind, **patterns: str) -> tuple[Term, ...]:
    return tuple(Term(kind, name, pattern) for name, pattern in patterns.items())


_NOISE = _terms(
    "noise",
    titles=r"《[^》]{2,60}》|“[^”]{2,40}”",
    reconsideration_body=r"行政复议(?:机关|委员会|体制|机构|决定|渠道|人员|工作|能力|与应诉)|(?:行政)?(?:复议|诉讼)(?:风险|发生率|纠错率|败诉率|权利)",
    applicants=r"申请人|申请表|申请书|申请渠道|申请办理(?:流程|工作|情况|平台|系统|制度)|申请流程|申请条件|申请方式|受理(?:渠道|点|范围|机构|窗口|条件|方式)|申请公开的?(?:信息)?内容|重新申请|更正申请",
    rates=r"(?:按时|按期|依法|及时)?(?:办结|答复|办理|回复|受理|公开|满意|处理)率",
    papers=r"答复(?:书|意见|文书|时限|期限|函|质量|口径|内容|工作|模板|文本|格式)|办理(?:指南|流程|时限|质量|规范|工作|机制|制度|过程|水平|程序|能力|情况)",
    officials=r"(?:党委|县委|市委|区委|省委|镇委|州委|旗委|党工委)(?:和|、|及)?(?:[省市县区州旗镇乡]|人民)?政府(?!办)",
    systems=r"政府信息公开(?:工作)?(?:年度报告|条例|指南|目录|专栏|平台|网站|制度|工作|栏目|领导小组|信息处理费)",
)

_SEPARATORS = _terms(
    "sep",
    comma=r"[,，]",
    semicolon=r"[;；]",
    colon=r"[:：]",
    open=r"(?:尚|仍|还)?在(?:法定)?(?:办理|答复)期限?内|[(（\[【]",
    close=r"[)）\]】]",
    pause=r"、",
)

_PERIODS = _terms(
    "period",
    this_span=rf"(?:自|从)?(?:{_YEAR})?1月1日(?:起)?(?:至|到|—|-|~)+(?:{_YEAR})?(?:12月(?:31日|底)?|年底)(?:止|期间)?",
    this_end=rf"截(?:至|止)(?:到)?(?:{_YEAR})?(?:12月(?:31日|底|末)|年底|年末)",
    than=rf"(?:与|同|较|比|由|从)(?:{_LAST}|{_YEAR})(?:同期)?的?(?=\d+件)|(?:与|同|较|比|由|从)(?:{_LAST}|{_YEAR})(?:同期)?的(?=\d)",
    since=rf"(?:自)?{_YEAR}以来|今年以来",
    before=rf"{_YEAR}(?:以前|之前|前|底前)",
    many=rf"近[一二三四五六七八九十两几\d]+年来?|[一二三四五六七八九十两几\d]+年来|以来|历年|{_YEAR}?(?:至|到|-|—|~){_YEAR}",
    part=r"上半年|下半年|前?[一二三四两]个?季度|(?:第)?[1-4]季度|\d{1,2}月?(?:份)?(?:-|—|至|到|~)\d{1,2}月(?:份)?|(?:截至)?(?<!\d)\d{1,2}月(?:\d{1,2}日|底|份|初|中旬)?",
    average=r"平均(?:每(?:月|天|件|季度))?|月均|日均|年均|人均|每(?:月|季度|周|件|天)",
    future=r"明年|下一步|计划|预计|力争",
    year=rf"{_YEAR}",
    previous=rf"{_LAST}(?:同期)?|前年",
    this=r"本年度?|今年|当年|全年|年内|本报告期|报告期内|一年来|本统计年度|年度内",
)

_GROWTH = _terms(
    "growth",
    compared=rf"(?:与|同|较|比|和|相比|对比|相较)(?:于|之)?(?:{_LAST}|{_YEAR}|前年)(?:度)?(?:同期)?(?:相比|比)?|同比|环比",
    reach=r"增(?:长|加)?至|增(?:长|加)?到|上升(?:至|到)|提(?:高|升)(?:至|到)|(?:下)?降(?:低)?(?:至|到)|减(?:少)?(?:至|到)|升至",
    up=r"增长|上升|增加|增幅(?:达|为)?|提高|提升|上涨|多出|增多",
    down=r"下降|减少|降低|降幅(?:达|为)?|回落|减幅(?:达|为)?|缩减",
)
_SHARE = _terms(
    "share", share=r"(?:所)?占(?:比|到|全部|总数|总量|全年|了)?|比例(?:为|达)?|比重(?:为|达)?"
)

_LISTS = _terms(
    "list",
    including=r"其中(?:包括|包含|含|有)?|(?:具体|主要)?包括|包含|(?<!包)含(?=[^义量金])",
    etc=r"等(?=[,，;；。)）件\d]|$|共|合计|方式|渠道|形式|原因|情形)|另有?|不含|除|主要(?!包括)|例如|重点",
    respectively=r"分别(?:为|是|有|达|达到|制发|办理|收到)?",
    each=r"(?:均|都|皆|各)(?:为|是|有)?(?=[\d〇零一二两三四五六七八九十])",
    total=r"总共|共计|合计|总计|累计|共(?![同享建治管青产])",
)

_SCOPES = _terms(
    "scope",
    all=r"全(?:省|市|县|区|州|旗|盟|镇|乡|街道|系统|局)(?!面)",
    self=r"(?:我|本)(?:省|市|县|区|州|旗|盟|镇|乡|街道)(?!级|域)",
    gov=r"(?<![全各我本])(?:省|市|县|区|州|旗|镇|乡|街道)(?:人民)?政府(?:办公室|办公厅|办)?(?!网站|门户|信息|公报|规章|令|文件|常务|工作|网|官网|公开|采购|的?(?:正确|坚强)?(?:领导|决策|部署|要求|统一|中心|指导|支持|关心|重视)|各部门|各组成|及|和|、|组成部门|部门|层面|系统|有关)",
    level=r"[省市县区州局镇]?本级|(?:省|市|县|区|州|乡镇|镇)级(?!以上|人民)",
    own=r"我(?:局|委|办|厅|中心|单位|院|队|站|处|科|分局|支队)|本(?:局|委|办|厅|中心|单位|机关|行政机关|分局)|局机关",
    others=r"各(?:部门|单位|镇街|乡镇|街道|镇|乡|地|县区|区县|县市区|县|区|市|科室)|(?:省|市|县|区)(?:直|各)(?:有关)?(?:部门|单位)|(?:所属|下属|直属)(?:各)?单位|(?:有关|相关)部门",
)

_ABSENT = _terms(
    "none",
    not_received=r"(?:均|都|也|尚|暂|从|并)?(?:未曾|未|没有|没)(?:再|曾|有)?(?:收到|接到|接收|收取|受理|发生|产生|出现|引发|引起|涉及|存在|形成|结转|因|被|有|制发|制定|出台|作出|实施)(?:过|任何)?",
    zero_of=r"零(?=申请|复议|行政复议|诉讼|行政诉讼|起诉|收件|结转)",
    without=r"(?:均|暂|尚|也|并|全年|本年度)?(?:无|没有)(?!法|关|效|正当|偿|故|需|须|障碍|一[^例件起]|论|纸|缝|线|差别|序|力|锡|为|极|棣|疑|人|间断|误|死角|理|现成|异议|权)|不存在",
)
_ZERO = _terms(
    "zero",
    zero=r"(?:数量|数|量|件数)?(?:均|都|皆|全部)?(?:为|是)(?:0|零|无|“0”|“零”)(?![\d.件宗起例份条%个])|(?:均|都|皆)无(?!法|关|效)",
)

_SHORT_LEAVES = (
    Term("row", "unavailable.must_be_created", r"(?:没有|无)现成(?:的)?(?:政府)?信息"),
    Term(
        "row",
        "unavailable.not_held",
        r"(?:本机关|本单位|我[局镇县委办])?(?:不|未)掌握(?:(?:相关)?(?:政府)?信息|(?=的?\d|而(?:无法|不能)提供))",
    ),
    Term("row", "denied.process_information", r"(?:属于)?(?:四类)?过程性(?:政府)?信息(?=的?\d)"),
    Term("row", "denied.third_party_rights", r"(?:涉及|损害)第三方合法权益(?:的)?(?=\d)"),
    Term(
        "row",
        "rejected.petition",
        r"(?:属于?)?信访、?举报、?投诉类(?:的)?(?:申请|事项)?(?:不予处理)?",
    ),
    Term("row", "unavailable.still_unclear", r"补正后(?:申请)?(?:内容)?仍(?:然)?不明确"),
)
"""What prose says for the form's own labels when it shortens them."""
_ROWS = _terms(
    "row",
    carried_over=rf"{_LAST}(?:末|底)?(?:度)?(?:未办结|未办理完毕|未办理完成)?(?:的)?(?:并)?(?:结转|转结|转入|转接|结余|遗留|转来|移交)(?:至|到|本年度?|今年|当年|来|下来|办理|继续办理|的)*|结转(?:自)?{_LAST}(?:的)?|往年结转|年初结转|上期结转",
    year_over=rf"{_YEAR}(?:未办结)?(?:结转|转入|遗留)(?!下|次|至下|到下|至20|到20)(?:至|到|来|本年度?|今年|的)*",
    carried_forward=rf"(?:结转|转结|转入|转至|转到|转|顺延|延续|延期|滚动|留)(?:至|到|入)?{_NEXT}(?:继续)?(?:办理|处理|答复|办结)?|(?:需|须)?{_NEXT}继续(?:办理|处理)|结转(?:至|到)?明年|(?:结转|转入|转)(?:至|到)?20\d\d年度?(?:继续)?(?:办理|处理|答复)?",
    carried=r"结转(?!率)",
    open=r"(?:(?:尚|仍|还)在|正在)(?:办理|处理)(?:中|之中|过程中)?|在办(?![结理])|(?:办理|处理)中(?=\d|的)|(?:尚)?未(?:按期)?(?:办结|答复|办理完毕|办理)",
    rejected=r"不予(?:以)?(?:重复)?处理",
    denied=r"(?:决定)?(?:不予(?:以)?|不同意)公开",
    partially_granted=r"(?:予以|同意|决定|准予|可以)?部分(?:予以|不予)?公开|区分处理(?:后)?(?:予以)?(?:部分)?(?:公开)?",
    granted=r"(?:准予|同意|依法|全部|完全|决定)?予以(?:全部)?公开|(?:全部|完全)?同意公开|准予公开|(?:决定)?全部公开|公开答复",
    unavailable=r"(?:无法|不能)提供",
    other=r"(?:作|做|作出|按|以)?其[他它](?:方式)?处理|其[他它]情形处理",
)

_DUE = Term("action", "handled", r"应(?:予|当)?(?:办结|办理|答复|处理)")
"""What was due: not yet what was done."""
_ACTIONS = _terms(
    "action",
    new_received=rf"(?:本年度?|今年|当年)?新(?:收到|收(?!费|录|集)|受理|增(?:受理)?(?=(?:各类|政府|有效|的)*(?:{_OPEN}|依申请|申请|公民|自然人|法人)))",
    withdrawn=r"(?:主动|自愿|自行)?撤(?:回|销)",
    accepted=r"(?:共)?(?:收办|受理|承办|接办)(?:了|到)?",
    received=r"(?:收到|接到|接收|收悉)(?:了|到)?",
    processed=r"(?:已|按期|按时|依法|全部|及时)*(?:办结|办理完毕|办理完成|办理完结|办复|作出(?:书面)?答复|予以答复|答复|回复|处理完毕)(?:了|完毕)?",
    handled=r"办理(?:了)?|处理(?:了)?(?!结果|费|决定)",
    presented=r"(?<=[向])[^,，。;；]{1,10}(?:提出|提交)",
)

_COLUMNS = _terms(
    "column",
    everyone=rf"公民、{_ORGANISATION}|公民和{_ORGANISATION}|社会公众|申请主体",
    natural_person=r"自然人|公民(?:个人)?|个人(?=申请|提|\d|共)",
    enterprise=r"商业企业|企业(?=申请|提|\d|共)",
    research=r"科研机构",
    charity=r"社会公益组织|公益组织",
    legal_service=r"法律服务机构|律师事务所",
    organisations=rf"{_ORGANISATION}|(?:企业)?法人(?:组织)?(?=申请|提|\d|共)",
    other_org=r"其[他它](?:类)?组织",
)

_DISPUTES = _terms(
    "dispute",
    direct_suit=r"未经(?:行政)?复议(?:程序)?(?:而|便)?(?:直接)?(?:被)?(?:提起(?:行政)?诉讼|起诉|诉讼)(?:案件|的)?|直接(?:提起(?:行政)?诉讼|起诉|行政诉讼)(?:案件|的)?",
    suit_after_reconsideration=r"(?:经|未?服)?(?:行政)?复议后?(?:又|再|后)(?:被)?(?:提起(?:行政)?诉讼|起诉|诉讼)(?:案件|的)?",
    reconsideration=rf"(?:被)?(?:申请|提起|提出)?(?:的)?行政复议{_CASE}|(?:被)?(?:申请|提起)(?:的)?复议{_CASE}|复议{_CASE}",
    suit=rf"(?:被)?(?:提起|起诉)?(?:的)?行政诉讼{_CASE}|(?:被)?提起(?:的)?诉讼{_CASE}|诉讼{_CASE}|行政应诉(?:案件)?|被起诉(?:案件)?",
)
_RESULTS = _terms(
    "result",
    upheld=r"(?:结果)?(?:予以)?维持(?:原(?:行政)?(?:行为|决定))?",
    corrected=r"(?:结果)?(?:被|予以)?纠正",
    pending=r"(?:尚未|还未|未)审结|(?:正在|尚在|仍在)审理(?:中|过程中)?|审理中|在审",
    other=r"其[他它]结果",
)

_DISCLOSURE = _terms(
    "disclosure",
    normative_documents=r"(?:行政)?规范性文件",
    regulations=r"(?:政府)?规章(?!制度)",
    licensing=r"行政许可(?!事项|法|信息|目录|清单|服务)(?:类)?(?:决定|案件)?",
    penalties=r"行政处罚(?!法|信息|裁量)(?:决定|案件)?",
    compulsion=r"行政强制(?!法|信息)(?:措施|执行|决定|案件)?",
    fees=r"行政事业性收费(?!项目|目录|标准|清单)",
)
_MADE = _terms(
    "made",
    total_published=r"(?:累计)?对外公开(?:的)?(?:总|件)?(?:数量|总数|数|总量)",
    in_force=r"(?:现行|继续|保留)有效",
    repealed=r"(?:宣布)?废止(?:(?:和|及|、|或)(?:宣布)?失效)?",
    lapsed=r"(?:宣布)?失效",
    issued=r"(?:新)?(?:制发|制定(?:出台|印发)?|出台|制作|印发|制订)",
    published=r"(?:主动|新|集中|依法)?公开|发布|公示|公布",
    decided=r"作出|实施|办理|办结|处理决定",
)

_OBJECTS = _terms(
    "object",
    application=rf"{_OPEN}(?:的)?(?:依)?申请(?:公开)?(?:事项|案件|书|件|办件)?|依申请公开(?:政府信息|信息)?(?:的)?(?:申请|事项|案件|办件|件)*|(?:要求|申请)(?:政府)?信息公开(?:的)?(?:申请)?|公开申请(?:事项|案件|件)?|(?:书面|有效)?申请(?:事项|案件|书|件|数量|总量|总数|量|数)?",
)

_FOREIGN = _terms(
    "foreign",
    documents=r"公文|公开属性|(?:制发|印发|产生|起草|发布|各类)文件",
    matters=r"建议|提案|议案|信访|来信|信箱|留言|热线|工单|诉求|投诉|举报|咨询|意见|问卷|网民|舆情|来访|来电|培训|政协|民意|信息处理费|许可事项|服务事项|政务服务|不动产|稿件|答问|提问|问题|业务|线索|证照|案卷|执法|调解|仲裁|合同|规章制度|奖励|证明|贷款|项目|补贴|救助",
)
_RESTRICT = _terms(
    "restrict",
    kinds=r"延期|延长|补正|征求|听证|败诉|胜诉|出庭|开庭|一审|二审|再审|撤诉|逾期|超期|驳回|口头|备案|审查|审核|解读|免征|减征|停征|取消|评估|修订|修改|重大|疑难|复杂|典型|责令|撤销|确认违法|纠错|回访|首次|不予受理|转办|移送|减免|减少企业|收费|缴费|约谈|指导(?=办理|答复|处理|各|基层)|主动公开范围|已主动公开",
)
_CHANNELS = _terms(
    "channel",
    ways=r"来函|函件|网上|网络|线上|在线|信函|邮寄|邮件|电子邮件|当面|现场|传真|平台|微信|电话|EMS|快递|窗口|网站|新媒体|微博|公众号|公报|公开栏|抖音|客户端|专栏|门户|查阅点|广播|电视|报纸|书面(?=依申请)",
)


@cache
def _leaves() -> Mapping[str, str]:
    """The form's labels of the lines below 不予公开, 无法提供, 不予处理, 其他处理 → their rows."""
    found: dict[str, str] = {}
    for row in (*result_rows("2021"), *result_rows("2019")):
        if "." in row.key:
            labels = (re.sub(r"^\d\.", "", label) for label in (row.label, *row.aliases))
            found |= {label: row.key for label in labels if label != "其他"}
    return found


def _leaf_term() -> Term:
    """All those labels as one term: many alternatives of plain words are quick, many terms not."""
    return Term("row", LEAF, "|".join(map(re.escape, sorted(_leaves(), key=len, reverse=True))))


LEAF = "leaf"


@cache
def terms() -> tuple[Term, ...]:
    """Every term, the narrower before the wider."""
    return (
        *_NOISE,
        *_SEPARATORS,
        _leaf_term(),
        *_SHORT_LEAVES,
        *_ROWS,
        *(t for t in _PERIODS if t.name == "than"),
        *_GROWTH,
        *_ZERO,
        *_PERIODS,
        *_SCOPES,
        *_DISPUTES,
        *_RESULTS,
        *_COLUMNS,
        *_OBJECTS,
        Term("noise", "phrase", rf"{_OPEN}"),
        *_RESTRICT,
        *_FOREIGN,
        *_ABSENT,
        *_LISTS,
        *_SHARE,
        _DUE,
        *_ACTIONS,
        *_DISCLOSURE,
        *_MADE,
        *_CHANNELS,
    )


class Vocabulary:
    """Terms as one alternation; its group that matched says which of the terms it was.

    Each branch begins with its own first character and ends with an empty group: `re` passes over
    a branch at once by its first character, but not over one that begins with a group.
    """

    def __init__(self, known: Sequence[Term]) -> None:
        branches = [(b, term) for term in known for b in _branches(term.pattern)]
        self.pattern = re.compile("|".join(f"{b}()" for b, _ in branches))
        self.terms = tuple(term for _, term in branches)


def named(vocabulary: Vocabulary, text: str) -> Iterator[Token]:
    """The terms of half-width `text`, left to right, none overlapping, none empty."""
    for match in vocabulary.pattern.finditer(text):
        term = vocabulary.terms[(match.lastindex or 1) - 1]
        if match.group():
            name = _leaves()[match.group()] if term.name == LEAF else term.name
            yield Token(term.kind, name, match.start(), match.end(), match.group())


@cache
def _vocabulary(kinds: frozenset[Kind]) -> Vocabulary:
    return Vocabulary([t for t in terms() if not kinds or t.kind in kinds])


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, split where its | stands in no bracket."""
    start = depth = 0
    for mark in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|[()|]", pattern):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if mark[0] == "|" and not depth:
            yield pattern[start : mark.start()]
            start = mark.end()
    yield pattern[start:]


ALL: frozenset[Kind] = frozenset()
TOPICS: frozenset[Kind] = frozenset({"noise", "object", "foreign"})


@lru_cache(maxsize=512)
def tokens(text: str, kinds: frozenset[Kind] = ALL) -> tuple[Token, ...]:
    """The terms of half-width `text`, left to right, none overlapping; only `kinds` if given."""
    return tuple(named(_vocabulary(kinds), text))


FILLERS = re.compile(
    r"登记|涉及|针对|事务|有关|相关|关于|各类|各种|全部|所有|共有|数量|总数|总量|件数|年度|期限|法定|规定|书面|有效|公众|群众|社会|来自|提交|提出|"
    r"依法|依规|按时|按期|及时|均已|已经|已|均|都|并|且|为|是|有|计|达到|达|约|的|了|数|量|案件|事项|件|情况|结果|方面|内|在|到|向|"
    r"政府信息公开|信息公开|政府信息|信息|公开|申请|类|由|因|对|将|作|做|出|于|从|至|被|各|分别|和|及|与|或|以及|等|其|中|"
    r"数据|如下|金额|收入|收缴|征收|额|尚|仍|还|余|具体|告知|决定|要求|部分|合|总|我|本|该|所|上述|以上|[\s“”\"'·,，、:：;；()（）—-]"
)


def leftover(text: str, start: int, end: int, known: Sequence[Token]) -> str:
    """What of `text[start:end]` is neither one of the `known` terms nor a word that adds nothing."""
    kept, at = [], start
    for token in known:
        if token.end > start and token.start < end:
            kept.append(text[at : max(token.start, at)])
            at = max(at, token.end)
    kept.append(text[at:end] if at < end else "")
    return FILLERS.sub("", " ".join(kept))
