"""Gradio's own components in the desk's colours; system fonts only."""

from __future__ import annotations

import gradio as gr

_SANS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "system-ui",
    "sans-serif",
)

THEME = gr.themes.Base(
    font=_SANS, font_mono=("Noto Sans Mono CJK SC", "Consolas", "monospace")
).set(
    body_background_fill="var(--nb-paper)",
    body_background_fill_dark="var(--nb-paper)",
    body_text_color="var(--nb-ink)",
    body_text_color_dark="var(--nb-ink)",
    body_text_color_subdued="var(--nb-muted)",
    body_text_color_subdued_dark="var(--nb-muted)",
    background_fill_primary="var(--nb-surface)",
    background_fill_primary_dark="var(--nb-surface)",
    background_fill_secondary="var(--nb-sunk)",
    background_fill_secondary_dark="var(--nb-sunk)",
    block_background_fill="var(--nb-surface)",
    block_background_fill_dark="var(--nb-surface)",
    block_border_color="var(--nb-line)",
    block_border_color_dark="var(--nb-line)",
    block_label_text_color="var(--nb-muted)",
    block_label_text_color_dark="var(--nb-muted)",
    block_title_text_color="var(--nb-ink)",
    block_title_text_color_dark="var(--nb-ink)",
    block_info_text_color="var(--nb-muted)",
    block_info_text_color_dark="var(--nb-muted)",
    border_color_primary="var(--nb-line)",
    border_color_primary_dark="var(--nb-line)",
    input_background_fill="var(--nb-surface)",
    input_background_fill_dark="var(--nb-surface)",
    input_border_color="var(--nb-line-strong)",
    input_border_color_dark="var(--nb-line-strong)",
    input_placeholder_color="var(--nb-muted)",
    input_placeholder_color_dark="var(--nb-muted)",
    button_primary_background_fill="var(--nb-primary)",
    button_primary_background_fill_dark="var(--nb-primary)",
    button_primary_background_fill_hover="var(--nb-primary)",
    button_primary_background_fill_hover_dark="var(--nb-primary)",
    button_primary_text_color="var(--nb-primary-ink)",
    button_primary_text_color_dark="var(--nb-primary-ink)",
    button_secondary_background_fill="var(--nb-surface)",
    button_secondary_background_fill_dark="var(--nb-surface)",
    button_secondary_text_color="var(--nb-ink)",
    button_secondary_text_color_dark="var(--nb-ink)",
    button_secondary_border_color="var(--nb-line-strong)",
    button_secondary_border_color_dark="var(--nb-line-strong)",
    color_accent="var(--nb-primary)",
    color_accent_soft="var(--nb-primary-soft)",
    color_accent_soft_dark="var(--nb-primary-soft)",
    checkbox_label_background_fill="var(--nb-surface)",
    checkbox_label_background_fill_dark="var(--nb-surface)",
    error_text_color="var(--nb-error)",
    error_text_color_dark="var(--nb-error)",
)
