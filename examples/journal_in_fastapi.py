"""A journal behind HTTP with FastAPI: conflicts as 409, refusals as 422, repeats as 200.

Run as a script it talks to itself.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import Body, FastAPI, Header, Request
from fastapi.responses import JSONResponse

import nws_incident as nws


def make_app(journal: nws.AsyncJournal) -> FastAPI:
    """Return the service over a journal."""
    app = FastAPI()

    @app.post("/cases/{case_id}/events")
    async def append(
        case_id: str,
        events: Annotated[list[dict[str, Any]], Body()],
        if_match: Annotated[int, Header()],
        idempotency_key: Annotated[str, Header()],
    ) -> dict[str, Any]:
        appended = await journal.append(
            case_id,
            [nws.read_event(event) for event in events],
            expected_version=if_match,
            request_id=idempotency_key,
        )
        return {"version": appended.version, "repeated": appended.repeated}

    @app.get("/cases/{case_id}")
    async def show(case_id: str) -> dict[str, Any]:
        case = await journal.load(case_id)
        return {"version": case.version, "complete": case.is_complete}

    @app.exception_handler(nws.ConflictError)
    def conflict(_: Request, error: nws.ConflictError) -> JSONResponse:
        added = [entry.tag for entry in error.entries]
        return JSONResponse({"actual": error.actual, "added": added}, status_code=409)

    @app.exception_handler(nws.Refused)
    def refused(_: Request, error: nws.Refused) -> JSONResponse:
        findings = [
            {"rule": one.rule, "clauses": list(one.clauses), "message": one.message("ja")}
            for one in error.findings
        ]
        return JSONResponse({"findings": findings}, status_code=422)

    @app.exception_handler(nws.NwsIncidentError)
    def other(_: Request, error: nws.NwsIncidentError) -> JSONResponse:
        # Wrong data is 400, an unknown case 404; try again later is 503, and safe by the key.
        status = 400
        if isinstance(error, nws.UnknownCase):
            status = 404
        elif isinstance(error, (nws.JournalUnavailable, nws.OutcomeUnknown)):
            status = 503
        return JSONResponse({"message": str(error)}, status_code=status)

    return app


def requests() -> Iterator[tuple[str, list[dict[str, Any]], int, str]]:
    """Yield what a client sends: an opening, the same again, a conflict, a refusal, nonsense."""
    party = {"name": "北海道釧路市", "kind": "municipality"}
    head = {"at": "2017-09-04T10:05:00+09:00", "by": "requester"}
    both = {"requester": party, "provider": party}
    opening = {"type": "discrepancy_found", **head, **both, "inquiry": {}}
    checked = {"type": "self_check_inconclusive", **head}
    linked = {"type": "processed_on_linked_information", **head}
    yield "opening", [opening], 0, "form-1"
    yield "again", [opening], 0, "form-1"
    yield "conflict", [checked], 0, "form-2"
    yield "refused", [linked], 1, "form-3"
    yield "nonsense", [{"type": "nothing"}], 1, "form-4"


async def talk(address: str) -> None:
    """Serve the journal at an address, send the requests, and show the answers."""
    async with (
        nws.AsyncJournal(nws.open_journal(address)) as journal,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(make_app(journal)), base_url="http://desk"
        ) as client,
    ):
        for name, events, version, key in requests():
            headers = {"If-Match": str(version), "Idempotency-Key": key}
            answer = await client.post("/cases/a/events", json=events, headers=headers)
            print(name, answer.status_code, sorted(answer.json()))
        print("case", (await client.get("/cases/a")).json())
        print("nobody", (await client.get("/cases/b")).status_code)


def main() -> None:
    """Serve from a file."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(talk(f"sqlite:///{Path(folder) / 'cases.db'}"))


if __name__ == "__main__":
    main()
