"""A small OpenID Connect provider, for the tests only: it signs in whoever comes, as ADA.

Who comes next is somebody else once ``/next`` was told so, with what the provider says of them.
"""

import json
import sys
import time
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

ADA = "ada@example.org"
KEY = RSAKey.generate_key(2048, {"kid": "only", "use": "sig", "alg": "RS256"})
ASKED = {}
NEXT = {"sub": "1", "email": ADA, "name": "Ada"}


def application(own):
    """Give the provider that is found under the address ``own``."""

    def configuration(_):
        return JSONResponse(
            {
                "issuer": own,
                "authorization_endpoint": f"{own}/authorize",
                "token_endpoint": f"{own}/token",
                "jwks_uri": f"{own}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def somebody_else(request):
        NEXT.clear()
        NEXT.update(json.loads(await request.body()))
        return Response(status_code=204)

    def authorize(request):
        asked = request.query_params
        ASKED["nonce"], ASKED["client"] = asked.get("nonce"), asked["client_id"]
        answer = {"code": "once", "state": asked["state"]}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}")

    async def token(request):
        given = await request.form()
        if given.get("code") != "once":
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {"iss": own, "aud": ASKED["client"], "iat": now, "exp": now + 600}
        claims |= {"nonce": ASKED["nonce"], **NEXT}
        signed = jwt.encode({"alg": "RS256", "kid": "only"}, claims, KEY)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    def keys(_):
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", configuration),
            Route("/next", somebody_else, methods=["POST"]),
            Route("/authorize", authorize),
            Route("/token", token, methods=["POST"]),
            Route("/keys", keys),
        ]
    )


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(application(f"http://127.0.0.1:{port}"), port=port, log_level="warning")
