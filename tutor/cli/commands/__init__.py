"""The commands, one module each. Opening a lesson on the screen is the command that has no word of its own."""

from tutor.cli.command import NAMES, Command
from tutor.cli.commands.check import COMMAND as CHECK
from tutor.cli.commands.listing import COMMAND as LIST
from tutor.cli.commands.new import COMMAND as NEW
from tutor.cli.commands.quiz import COMMAND as QUIZ
from tutor.cli.commands.record import COMMAND as RECORD
from tutor.cli.commands.screen import COMMAND as OPEN
from tutor.cli.commands.search import COMMAND as SEARCH
from tutor.cli.commands.show import COMMAND as SHOW
from tutor.cli.commands.train import COMMAND as TRAIN
from tutor.cli.commands.verify import COMMAND as VERIFY
from tutor.cli.commands.why import COMMAND as WHY

COMMANDS: dict[str, Command] = {
    command.name: command for command in (LIST, SHOW, WHY, TRAIN, SEARCH, QUIZ, RECORD, VERIFY, CHECK, NEW)
}

__all__ = ["COMMANDS", "NAMES", "OPEN"]
