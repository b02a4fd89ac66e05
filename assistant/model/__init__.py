"""A chat model behind an OpenAI-compatible address: complete, stream, JSON by schema, probe.

Whatever goes wrong at the endpoint comes out as `ModelError`, whose message says what to change;
callers then answer without it.  `wire` makes what endpoints send alike, `visible_text` leaves out
what is no part of an answer, `json_answers` reads and judges JSON, `failures` words what went
wrong, `endpoint` remembers what each takes.
"""

from assistant.model.address import ModelSettings
from assistant.model.chat_model import Model, open_model
from assistant.model.probing import Probe
from assistant.model.visible_text import RESTART, without_thinking

__all__ = ["RESTART", "Model", "ModelSettings", "Probe", "open_model", "without_thinking"]
