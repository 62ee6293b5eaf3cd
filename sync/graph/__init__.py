"""The Graph data path: raw JSON over aiohttp and orjson, one owner of retries, one pace for the whole worker."""
