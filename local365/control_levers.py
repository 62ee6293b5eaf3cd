"""The control plane's levers for tests: faults, settings, Entra, and a fresh start."""

from dataclasses import dataclass

from local365.control_errors import ControlError
from local365.faults import Fault
from local365.request_body import boolean
from local365.tenant import Tenant
from local365.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """Pulls the levers."""

    tenant: Tenant

    def add_fault(self, body: Json) -> Json:
        """The next matching requests are struck."""
        try:
            fault = Fault.from_json(body)
        except (TypeError, ValueError) as error:
            raise ControlError(400, f"That is no fault: {error}") from error
        self.tenant.faults.add(fault)
        return fault.to_json()

    def clear_faults(self) -> Json:
        """Nothing goes wrong any more."""
        self.tenant.faults.clear()
        return {}

    def set(self, body: Json) -> Json:
        """`rate_limits`: on or off. `bot_url`: where activities go. `graph`: switches of the Graph side, by name."""
        with self.tenant.lock:
            if "rate_limits" in body:
                self.tenant.limits.enabled = boolean(body, "rate_limits")
            if "bot_url" in body:
                self.tenant.bot_url = body["bot_url"]
            try:
                self.tenant.sites.switches.turn(body.get("graph", {}))
            except ValueError as error:
                raise ControlError(400, str(error)) from error
            switches = self.tenant.sites.switches.to_json()
            return {"rate_limits": self.tenant.limits.enabled, "bot_url": self.tenant.bot_url, "graph": switches}

    def set_entra(self, body: Json) -> Json:
        """What the app may prove itself with, and what becomes of tokens and keys.

        `secrets`, `certificates` (PEM), `federations`, `graph_roles`, `disabled`, `managed`: as `AppRegistration`
        keeps them.
        `token_lifetime_s`: seconds new tokens live. `revoke`: tokens issued so far are void.
        `rotate`: "entra" or "connector"; `forget_old`: its former keys are published no more.
        """
        with self.tenant.lock:
            self.tenant.app.restore(body)
            self.tenant.tokens.lifetime_s = int(body.get("token_lifetime_s", self.tenant.tokens.lifetime_s))
            if boolean(body, "revoke"):
                self.tenant.tokens.revoke_all()
            self._rotate(body.get("rotate"), keep_old=not boolean(body, "forget_old"))
            return self.tenant.app.to_json()

    def _rotate(self, whose: object, *, keep_old: bool) -> None:
        rings = {"entra": self.tenant.tokens.keys, "connector": self.tenant.connector_keys}
        if isinstance(whose, str) and whose in rings:
            rings[whose].rotate(keep_old=keep_old)
        elif whose is not None:
            raise ControlError(400, f"There are no keys of {whose!r} to rotate: there are entra and connector")

    def reset(self) -> Json:
        """Everything is as seeded."""
        self.tenant.reset()
        return {}
