"""Which words left over change nothing about what is asked: those that ask, tie, point or hand over.

Grammar's own words are few and listed; verbs of looking up, setting out and handing over are
formed from a stem and what completes it (查|一下, 列|出来, 递|了).  Everything else (a noun, another
verb, a denial, an exception, a month) narrows what is asked, and stays unexplained.
"""

# ruff: noqa: SIM905 - a page of words reads better than a list of strings

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from assistant.ask.grammar.words import PARTICLES, STOP_WORDS
from index.numerals import value_of

Span = tuple[int, int]

_GRAMMAR: frozenset[str] = frozenset(
    """
    曾 曾经 已 已经 均 均已 都 都已 也 亦 还 又 再 才 就 便 则 即 究竟 到底 大概 大约 约 约莫 共 一共 总共 共计 合共 一并 一道
    依次 逐个 逐项 逐一 逐条 一一 大致 其实 确实 的确 真的 正 正在 刚 刚刚 将 将要 会 能 可 可以 能够 应 应当 应该 须 需
    尽快 尽早 快点 赶紧 顺带 顺手 先 如今 眼下 当前 最终 最后 总归 统统 通通 全都 总体 整体 相应 较为 更 更加 很 挺
    因此 因而 所以 故 故而 从而 于是 以致 以至 进而 虽 虽然 尽管 即使 如果 若 要是 假如 假设 只要 既然 然后 接着 随后
    鉴于 基于 出于 凭 依 依照 依据 据 沿 就 自 自从 打 往 朝 向 当 趁 随 随着 连同 连 拿 替 为着 为了 关于 有关 至于
    因为 因之 以及 及其 而且 并且 由此 总之 同样 反之 换言之 此时 况且 何况 乃至 甚至 尤其是 一旦 与此同时 另一方面 一方面
    劳驾 有劳 费心 任何 导致 致使 使得 造成 对应 相对应 交叉 速查 速报 速回 百分点 分项 一张 一份 一览 一览表 成表 列成表 列个表 做成表 制成表 做个表 表列 同一年 同年 同年度 反过来 倒过来 科里 股里 室里 办里
    凭借 经由 对照 比照 按着 冲着 本着 据此 为此 对此 就此 之所以 是因为 其实是 也就是 也就是说 即是 乃是
    诶 哎 哎呀 哎哟 嘿 喂 嗨 噢 喔 哇 啦 咧 嘞 哩 咯 呵呵 哈哈 嘻嘻 好嘞 拜托 辛苦 感谢 多谢 谢谢啦 谢了
    这儿 那儿 哪儿 这么 那么 怎么 她 他 它 他们 咱们 各位 彼此 此处 该处 上面 下面 前面 前头 后面 后头 里头 之中 之内
    之列 名下 报表 年报表 年报上 附表 明细表 统计表 表头 单元格 格子 行 行次 栏目 条目 类目 大类 一大 小类 分类 名目 范围 之类 行政 原表
    逐栏 逐列 逐行 逐格 分布 分布情况 构成 构成情况 列明 列示 列表 标明 注明 载明 写明 填列 填报 登载 记载 记录 录得 显示 反映 体现 统计 汇总 核算 核定 核对 核实 核查 核准
    计算 测算 换算 推算 测一测 查询 查找 查阅 查看 检索 搜索 搜 提取 导出 罗列 列举 排列 整理 梳理 归纳 概括 对照 比对 合并 归集 归类
    归并 分列 单列 分开 拆开 摊开 告诉 告知 回复 反馈 汇报 通报 报送 上报 呈报 提供 提交 递交 认定 判定 界定 确定 视作 看作 算作
    记作 作为 当作 当成 归属 遇到 遇上 碰到 碰上 遇见 面对 面临 取得 得到 拿到 获得 完成 做成 形成 牵涉 急需 须要 需要 想要 要看
    想看 想查 想了解 想知道 了解 知晓 知道 弄清 弄清楚 搞清 搞清楚 摸清 掌握一下 过目 参考 备用 使用 待用 急用 备查 说明 描述
    分别说 分开说 各是 各有 各为 各填 各占 几何 若干 来着 而已 罢了 的话 来说 一行 一列 一栏 一格 一处 一个 一类 一种 一块 一组 一档 那类 这类 哪类
    """.split()
)
"""Words of grammar, of the form's own layout, and of asking; none of them names a thing counted."""

_STEM = "[查看瞧问找算数列报说讲核翻调拉捋理读摆放排搁比取拿给发写填做弄搞来求标注点记抄摘归划分拆合加递交送接收遇碰见提用要占达认定判视当作想帮请数对]"
_COMPLETED = "(?:出来|起来|下来|上来|过来|进来|进去|一下子?|一起|一块|清楚|明白|到|出|过|了|着|下|个|成|为|作|入|在|给|上|清|明|准|全|齐|好|完|得|来|有|于|至|一)"
_FORMED = re.compile(
    rf"(?:请|帮我?|麻烦|再|先|给我?|全|都|各|分别|统一|想|要|去|一)?"
    rf"(?:{_STEM}(?:{_COMPLETED}){{0,2}}|(?P<v>{_STEM})(?:一|了一|了)?(?P=v))"
)
"""A verb of asking or handing over: 帮看, 查一查, 列个, 递了, 归到, 摆一起."""
_RESTRICTS = re.compile(r"[不没未无非勿莫别除只仅单另余外某每首初]")


@lru_cache(maxsize=4096)
def is_scaffold(word: str) -> bool:
    """Whether `word` changes nothing about which figure is meant."""
    if word in STOP_WORDS or word in _GRAMMAR or _glued(word):
        return True
    if _RESTRICTS.search(word) or not "一" <= word[0] <= "龥":
        return False
    import rjieba

    if _FORMED.fullmatch(word) is None:
        return False
    # 定点 is a word of its own: what the dictionary has must be a verb there
    return not rjieba.has_word(word) or rjieba.tag(word)[0][1] == "v"


def _glued(word: str) -> bool:
    """Whether the cut has joined stop words to one (数是, 还有几)."""
    reached = {0}
    for end in range(1, len(word) + 1):
        parts = (word[start:end] for start in reached)
        if any(p in STOP_WORDS and (len(p) > 1 or p in PARTICLES) for p in parts):
            reached.add(end)
    return len(word) in reached


# ---------------------------------------------------------------- what the number is for

_OCCASION = "总结|材料|汇报|通报|检查|审计|会议?|表格?|稿子?|领导|主任|县长|局长|书记|科长|上级|上面|考核|评估|评议|简报|讲话|台账|督查|巡察|巡视|写|编|起草|答复|研究|宣传|汇编|公示|迎检|存档|备案|备查|参考|核对|统计|工作|发言|调研|课题|论文|答辩|对账|填报|上报"
_FOR = re.compile(
    r"(?:^|(?<=[，；。！]))(?:"
    rf"(?P<who>[一-龥]{{0,12}}?)(?:要用|等着要?用|等着要?|用数|要数据?|要个?数|急用|急需|急要|备用|备查|在催|催着要?|催要|催得?[急紧]?|要得急|(?:里|上|中)?[要得](?:写|讲|说|报|提)|在等|在问|问起来?|问到|问我)"
    rf"|(?P<for>(?:为了?|因为?|给|供|用于|以便|这是)?[一-龥]{{0,8}}?(?:{_OCCASION})[一-龥]{{0,2}}?(?:要|用|用的|所需|所用|需要|使用|需)"
    rf"|(?:为了?|供|用于|用来|以便)[一-龥]{{0,6}}?(?:{_OCCASION})[一-龥]{{0,2}}))"
    r"(?:的|呢|了|哈|呀|啊)?(?:[，：:；;。！!]+|$)"
)
_NO_PURPOSE = re.compile(r"[件年几谁哪没未不无非除只仅各每全的]|所有|多少|申请人|乡镇|街道|合计|最")


def purposes(text: str, measured: Callable[[str], bool]) -> Iterator[Span]:
    """The clauses of `text` that only say what the number is for (审计那边要数，; ，写总结要用).

    A clause that names what is counted (`measured`) is none, whatever it ends with.
    """
    for match in _FOR.finditer(text):
        says = match["who"] or match["for"] or ""
        if len(match[0]) < len(text) and not _NO_PURPOSE.search(says) and not measured(match[0]):
            yield match.span()


# ---------------------------------------------------------------- how many are listed

_TOLD = re.compile(
    r"(?:这|那|上述|以上|以下|下列|前述|该)?(?P<n>[一两二三四五六七八九十]|(?<!\d)[2-9])"
    r"(?P<of>个|种|项|类|大类|样|行|列|栏|格|块|方面|年|家)(?:数字?|情况|情形|原因|理由|结果|指标|单位|数)?(?![级季月份度次])"
)


def told_numbers(rest: str, listed: Collection[int], years: int) -> Iterator[Span]:
    """Where the question says itself how many it lists: 这三项, 四种情况, 三年.

    `listed` are the numbers of measures and bodies, `years` that of the years.
    """
    for match in _TOLD.finditer(rest):
        n = value_of(match["n"])
        if n == years if match["of"] == "年" else n in listed:
            yield match.span()
