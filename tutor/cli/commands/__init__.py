"""The commands, one module each. Opening a lesson on the screen is the command that has no word of its own."""

from tutor.cli.command import Command
from tutor.cli.commands import check, listing, new, screen, show, train

OPEN: Command = screen.COMMAND
COMMANDS: dict[str, Command] = {module.COMMAND.name: module.COMMAND for module in (listing, show, train, check, new)}
