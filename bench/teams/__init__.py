"""The Teams edge beside what else there is: botbuilder as shipped, its two successors, and bare aiohttp."""
