"""The Graph edge beside what else there is: Microsoft's typed SDK, one by one and 16 at a time, and bare aiohttp."""
