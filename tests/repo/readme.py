"""The README read by a program: its commands, its words, its pictures."""

import re
from dataclasses import dataclass
from enum import Enum

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What the test itself is inside of, or has done already: the clone, the folder, the suite.
ALREADY = re.compile(r"^(git clone|cd |make test\b|bash \.ci/run|\.ci/run)")
# What needs the machine's administrator is shown, never run.
ADMINISTRATORS = re.compile(r"^(sudo |apt-get |apt |make tools\b)")
# What stays until Ctrl-C and prints the address it answers at.
STAYS = re.compile(r"^(make (run|playground)\b|.*\bprevention-first (run|playground)\b)")


class Kind(Enum):
    ALREADY = "done already"
    ADMINISTRATORS = "the administrator's"
    STAYS = "stays until Ctrl-C"
    ENDS = "ends by itself"


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a `sh` block."""

    line: str

    @property
    def kind(self) -> Kind:
        if ALREADY.match(self.line):
            return Kind.ALREADY
        if ADMINISTRATORS.match(self.line):
            return Kind.ADMINISTRATORS
        return Kind.STAYS if STAYS.match(self.line) else Kind.ENDS


def commands(readme: str) -> list[Command]:
    """The commands of every `sh` block, in order, without comments, continued lines joined."""
    lines = [line for block in BLOCK.findall(readme) for line in block.replace("\\\n", " ").splitlines()]
    bare = [re.sub(r"\s+# .*$", "", line).strip() for line in lines]
    return [Command(line) for line in bare if line and not line.startswith("#")]
