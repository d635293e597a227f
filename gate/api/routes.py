"""What every route has in common: HEAD beside GET, and one list of methods for a path."""

from typing import cast

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Match
from starlette.types import Receive, Scope, Send


class GateRoute(APIRoute):
    """A route that answers HEAD wherever it answers GET; the server drops the body."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """See `starlette.routing.Route.matches`."""
        match, child = super().matches(scope)
        if match is Match.PARTIAL and self._is_head(scope):
            return Match.FULL, child
        return match, child

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `starlette.routing.Route.handle`."""
        if self._is_head(scope):
            await self.app(scope, receive, send)
        else:
            await super().handle(scope, receive, send)

    def _is_head(self, scope: Scope) -> bool:
        return scope["method"] == "HEAD" and "GET" in (self.methods or ())


def methods_at(app: FastAPI, scope: Scope) -> tuple[str, ...]:
    """Every method that some route has for the path of `scope`, sorted; HEAD where there is GET."""
    found: set[str] = set()
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.path_regex.match(scope["path"]):
            found |= cast("set[str]", route.methods)
    if "GET" in found:
        found.add("HEAD")
    return tuple(sorted(found))
