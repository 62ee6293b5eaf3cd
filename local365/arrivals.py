"""The sample responses reach the Forms workbook one by one, for whoever watches."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from local365.tenant import Tenant


@asynccontextmanager
async def responses_arrive(tenant: Tenant, every_s: float | None) -> AsyncGenerator[None]:
    """While the block runs a waiting response arrives every so many seconds, as long as one waits. None: never."""
    if every_s is None:
        yield
        return
    task = asyncio.create_task(_arrive(tenant, every_s))
    try:
        yield
    finally:
        task.cancel()


async def _arrive(tenant: Tenant, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        with tenant.lock:
            tenant.sites.arrive_next(at=tenant.now())
