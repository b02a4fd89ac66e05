"""Start the web interface: the same as `nianbao serve`."""

from assistant.commands.main import main

if __name__ == "__main__":
    main(["serve"])
