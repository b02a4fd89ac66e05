"""`nianbao users …`: who has to sign in to the web interface."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from assistant.users import LEAST

if TYPE_CHECKING:
    from assistant.workspace import Workspace

_NAME = click.argument("name", metavar="NAME")


@click.group(name="users", help="网页界面的用户；一个也没有时不要求登录")
def users() -> None:
    pass


@users.command(help="增加用户，或为已有用户改密码（密码在提示后输入，也可从标准输入给出）")
@_NAME
@click.pass_obj
def add(workspace: Workspace, name: str) -> None:
    if sys.stdin.isatty():
        asked = f"{name} 的密码（至少 {LEAST} 个字符）"
        password = click.prompt(asked, hide_input=True, confirmation_prompt="再输一遍")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    first = not workspace.users.names()
    workspace.users.add(name, password)
    restart = "；请重新启动网页界面，此后须登录才能使用" if first else ""
    click.echo(f"已保存用户：{name}{restart}", err=True)


@users.command(help="删除用户（其审查清单、对话和草稿仍留在数据目录）")
@_NAME
@click.pass_obj
def remove(workspace: Workspace, name: str) -> None:
    workspace.users.remove(name)
    click.echo(f"已删除用户：{name}；请重新启动网页界面，使已登录的也退出", err=True)


@users.command(name="list", help="列出用户")
@click.pass_obj
def list_(workspace: Workspace) -> None:
    for name in workspace.users.names():
        click.echo(name)
