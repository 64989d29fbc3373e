"""Reads YAML with libyaml, whose port the router uses: a base64 text a line, and for each a line with its value.

`!` stands for a text that is not YAML. Neither the router nor the checker reads what follows the first document. A scalar is `=TEXT` or `~` for null, a list `[...]`, a map its text keys and their
values in `{...}`, sorted; all as JSON. What a key holds twice, and merge keys, count as in the checker.
"""
import base64
import json
import sys

import yaml

NULLS = ("", "~", "null", "Null", "NULL")


def value(node, above):
    if id(node) in above:
        raise yaml.YAMLError("contains itself")
    above = above | {id(node)}
    if isinstance(node, yaml.ScalarNode):
        is_null = not node.style and node.tag in ("tag:yaml.org,2002:null",) and node.value in NULLS
        return "~" if is_null else "=" + node.value
    if isinstance(node, yaml.SequenceNode):
        return [value(item, above) for item in node.value]
    result, merged = {}, []
    for key, member in node.value:
        value(key, above)
        found = value(member, above)
        if isinstance(key, yaml.ScalarNode):
            if key.value == "<<" and not key.style:
                merged.append(found)
            else:
                result[key.value] = found
    for other in merged:
        for one in [other] if isinstance(other, dict) else other if isinstance(other, list) else []:
            if isinstance(one, dict):
                for key, member in one.items():
                    result.setdefault(key, member)
    return result


def read(text):
    loader = yaml.CSafeLoader(text)
    try:
        return value(loader.get_node(), frozenset()) if loader.check_node() else "~"
    finally:
        loader.dispose()


for line in sys.stdin:
    try:
        answer = json.dumps(read(base64.b64decode(line)), sort_keys=True, ensure_ascii=True)
    except (yaml.YAMLError, ValueError, RecursionError, UnboundLocalError):
        answer = "!"
    print(answer, flush=True)
