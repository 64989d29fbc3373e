#!/usr/bin/env python3
"""What a checker written in Python does, for a fair comparison: the same settings, config, request, filter, decision and log.

It imports what such a program needs: PyYAML where it is installed (else it reads the one listener with a pattern), requests
where it is installed (else urllib). No packaging around it: a .pyz would unpack itself on top of this.
"""
import argparse
import datetime
import ipaddress
import json
import logging
import os
import re
import socket
import ssl
import subprocess
import sys

try:
    import yaml
except ImportError:
    yaml = None
try:
    import requests
    import urllib3
except ImportError:
    requests = None
    import urllib.request


def arguments():
    parser = argparse.ArgumentParser()
    for short, name, variable, default in (
        ("-c", "--routerConfigFilePath", "ROUTER_CONFIG_FILE_PATH", "/opt/netfoundry/ziti/ziti-router/config.yml"),
        ("-z", "--zitiBinaryFilePath", "ZITI_BINARY_FILE_PATH", "/opt/netfoundry/ziti/ziti"),
        ("-r", "--noTFlagRoutersFilePath", "NO_T_FLAG_ROUTERS_FILE_PATH", None),
        ("-l", "--logLevel", "LOG_LEVEL", "INFO"),
        ("-f", "--logFile", "LOG_FILE", None),
    ):
        parser.add_argument(short, name, default=os.environ.get(variable, default))
    parser.add_argument("-t", "--switchTimeout", type=int, default=int(os.environ.get("SWITCH_TIMEOUT", "600")))
    return parser.parse_args()


def read_config(path):
    with open(path, encoding="utf-8") as file:
        if yaml is None:
            text = file.read()
            return re.search(r"interface: (\S+)", text).group(1), re.search(r"endpoint: tls:(\S+):", text).group(1)
        config = yaml.safe_load(file)
    controller = config["ctrl"]["endpoint"].split(":")[1]
    for listener in config["web"]:
        if any(api["binding"] == "health-checks" for api in listener["apis"]):
            return listener["bindPoints"][0]["interface"], controller
    raise LookupError("no health-checks listener")


def ask(endpoint):
    url = f"https://{endpoint}/health-checks"
    if requests is not None:
        urllib3.disable_warnings()
        return requests.get(url, verify=False, timeout=10).json()
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with urllib.request.urlopen(url, timeout=10, context=context) as answer:
        return json.load(answer)


def circuits(ziti):
    command = [ziti, "agent", "router", "dump-routes", "--app-type", "router"]
    output = subprocess.run(command, capture_output=True, text=True, timeout=2, check=False).stdout
    found = re.search(r"circuits \((\d+)\)", output)
    return int(found.group(1)) if found else None


def main():
    options = arguments()
    logging.basicConfig(level=options.logLevel, format="%(asctime)s - %(levelname)s - %(message)s")
    endpoint, controller = read_config(options.routerConfigFilePath)
    own = {ipaddress.ip_address(info[4][0]) for info in socket.getaddrinfo(controller, None)}
    try:
        checks = {check["id"]: check for check in ask(endpoint)["data"]["checks"]}
    except Exception as failed:  # whatever the library of the day throws
        logging.info("unreachable: %s", failed)
        return 1
    usable = [
        link for link in checks["link.health"].get("details") or []
        if not any(ipaddress.ip_address(end["remoteAddr"].split(":")[1]) in own for end in link["addresses"].values())
    ]
    control = checks["controllerPing"]
    if control["healthy"] or not usable:
        return 0 if control["healthy"] and usable else 1
    since, last = (datetime.datetime.fromisoformat(control[name].replace("Z", "+00:00")) for name in ("failingSince", "lastCheckTime"))
    count = circuits(options.zitiBinaryFilePath)
    drained = (last - since).total_seconds() > options.switchTimeout or (count is not None and count <= 2)
    logging.info("%s: %s circuits", "drained" if drained else "draining", count)
    return 1 if drained else 0


if __name__ == "__main__":
    sys.exit(main())
