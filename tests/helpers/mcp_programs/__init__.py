"""MCP servers as programs: tests start them, as LiveDesk starts anybody's."""
