"""`nianbao users …`: who has to sign in to the web interface, and what was done there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands.terminal import OUTPUT, emit, noted
from assistant.users import LEAST, ROLES

if TYPE_CHECKING:
    from assistant.workspace import Workspace

_NAME = click.argument("name", metavar="NAME")


@click.group(name="users", help="网页界面的账号与操作日志；一个账号也没有时不要求登录")
def users() -> None:
    pass


@users.command(
    help="增加账号，或改已有账号的密码、角色、机关（密码在提示后输入，也可从标准输入给出）。"
    + "角色："
    + "；".join(f"{role}——{means}" for role, means in ROLES.items())
)
@_NAME
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(list(ROLES)),
    help="角色，可多次给出（不给：已有的不变；第一个账号是管理，其余是审查和起草）",
)
@click.option(
    "--body",
    "bodies",
    multiple=True,
    metavar="机关",
    help="只看得到这些机关，可多次给出；给空的（--body ''）不再限制",
)
@click.option("--keep-password", is_flag=True, help="不问密码：只改角色、机关，或由代理登录的账号")
@click.pass_obj
def add(
    workspace: Workspace,
    name: str,
    roles: tuple[str, ...],
    bodies: tuple[str, ...],
    keep_password: bool,
) -> None:
    first = not workspace.users.names()
    account = workspace.users.add(
        name,
        None if keep_password else _asked(name),
        roles=roles or None,
        bodies=[b.strip() for b in bodies if b.strip()] if bodies else None,
    )
    limited = f"，限于{'、'.join(account.bodies)}" if account.bodies else ""
    noted(workspace, "保存账号", said=f"{name}：{account.title}{limited}")
    restart = "；网页界面若正开着，此后须登录才能使用" if first else ""
    click.echo(f"已保存用户：{name}（{account.title}{limited}）{restart}", err=True)


def _asked(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked = f"{name} 的密码（至少 {LEAST} 个字符）"
    return str(click.prompt(asked, hide_input=True, confirmation_prompt="再输一遍"))


@users.command(help="删除账号；已登录的随即退出（其审查清单、对话和草稿仍留在数据目录）")
@_NAME
@click.pass_obj
def remove(workspace: Workspace, name: str) -> None:
    workspace.users.remove(name)
    noted(workspace, "删除账号", said=name)
    click.echo(f"已删除用户：{name}", err=True)


@users.command(name="list", help="列出账号，连同角色和所限的机关")
@click.option("--roles", is_flag=True, help="姓名之后写角色和机关，以制表符分开")
@click.pass_obj
def list_(workspace: Workspace, roles: bool) -> None:
    for account in workspace.users.accounts():
        fields = (account.name, account.title, "、".join(account.bodies))
        click.echo("\t".join(fields).rstrip() if roles else account.name)


@users.command(help="操作日志（CSV）：登录与失败、意见、导出、移除、设置、账号；只增不改")
@OUTPUT
@click.option("--last", type=click.IntRange(1), metavar="行数", help="只要最近的几行")
@click.pass_obj
def log(workspace: Workspace, output: Path | None, last: int | None) -> None:
    from assistant.audit import as_csv

    content = as_csv(workspace.audit.lines(last))
    emit(content if output else content.decode("utf-8-sig").rstrip("\r\n"), output)
