"""The usual HTTP clients against one server: urllib, requests, httpx and httpx's asynchronous one."""

import asyncio
import sys
import urllib.request

import httpx
import requests

url = sys.argv[1]
with urllib.request.urlopen(url + "/") as answer:
    print("urllib", answer.status, answer.read().decode().strip())
with requests.Session() as session:
    for _ in range(2):
        print("requests", session.get(url + "/json").json())
    print("requests", session.post(url + "/echo", data={"a": "ü"}).json())
with httpx.Client() as client:
    print("httpx", client.get(url + "/json").json(), client.get(url + "/none").status_code)


async def several():
    async with httpx.AsyncClient() as client:
        answers = await asyncio.gather(*(client.get(url + "/json") for _ in range(3)))
        print("httpx async", [answer.status_code for answer in answers])


asyncio.run(several())
