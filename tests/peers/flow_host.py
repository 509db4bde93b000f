"""Runs a workflow definition as Azure Logic Apps describes its language: enough of it for the flows that leadctl scaffold writes.

It is an imitation: what a real host does beyond the published description it does not know. Names of properties are looked up with their
case or without, as the caller wants: the description does not say which.
"""
import datetime
import json
import re
import urllib.parse

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+)|(?P<name>[A-Za-z_]\w*)|(?P<mark>\?\[|[()\[\],]))")


class Failed(Exception):
    """An action did not succeed."""

    def __init__(self, message, outputs=None):
        super().__init__(message)
        self.outputs = outputs


class Ended(Exception):
    """Terminate."""


class Parser:
    """An expression to a function of the host."""

    def __init__(self, text):
        self.tokens, at = [], 0
        while at < len(text.rstrip()):
            found = TOKEN.match(text, at)
            assert found, f"{text!r} at {at}"
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def next(self, *marks):
        if self.at < len(self.tokens) and self.tokens[self.at][1] in marks and self.tokens[self.at][0] == "mark":
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def whole(self):
        value = self.value()
        assert self.at == len(self.tokens), self.tokens[self.at:]
        return value

    def value(self):
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            literal = text[1:-1].replace("''", "'")
            value = lambda host: literal
        elif kind == "number":
            value = lambda host: int(text)
        elif text in ("true", "false", "null"):
            value = lambda host: json.loads(text)
        else:
            assert kind == "name" and self.next("("), (kind, text)
            arguments = []
            while not self.next(")"):
                arguments.append(self.value())
                self.next(",")
            # Both sides of an if are worked out only as needed; of everything else all.
            value = (lambda host: (arguments[1] if arguments[0](host) else arguments[2])(host)) if text == "if" else (lambda host: host.call(text, [argument(host) for argument in arguments]))
        while mark := self.next("?[", "["):
            name = self.value()
            assert self.next("]")
            value = self.part(value, name, mark == "?[")
        return value

    @staticmethod
    def part(value, name, lenient):
        def look(host):
            found, key = value(host), name(host)
            if found is None and lenient:
                return None
            if isinstance(found, dict):
                for known, inner in found.items():
                    if known == key or not host.case and known.lower() == key.lower():
                        return inner
                if lenient:
                    return None
            raise Failed(f"there is no {key} in {type(found).__name__}")

        return look


def moment(text):
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z", text)
    assert found, text
    whole = datetime.datetime.fromisoformat(found[1] + "+00:00")
    return int(whole.timestamp()) * 10_000_000 + int((found[2] or "0").ljust(7, "0")) + 621_355_968_000_000_000


def shown(ticks):
    seconds, rest = divmod(ticks - 621_355_968_000_000_000, 10_000_000)
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc):%Y-%m-%dT%H:%M:%S}.{rest:07}Z"


class Host:
    def __init__(self, flow, connector=None, case=True, trigger=None, act=lambda lead: None):
        self.definition, self.connector, self.case, self.trigger, self.act = flow["definition"], connector, case, trigger, act
        self.results, self.variables, self.items, self.item, self.order = {}, {}, {}, [], []

    def run(self):
        try:
            return self.scope(self.definition["actions"])
        except Ended as ended:
            return str(ended)

    def text(self, value):
        return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)

    def fill(self, value):
        if isinstance(value, dict):
            return {name: self.fill(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.fill(inner) for inner in value]
        if not isinstance(value, str):
            return value
        if value.startswith("@") and not value.startswith("@{"):
            return Parser(value[1:]).whole()(self)
        return re.sub(r"@\{((?:[^{}']|'(?:[^']|'')*')*)\}", lambda found: self.text(Parser(found[1]).whole()(self)), value)

    def call(self, name, given):
        match name, given:
            case "triggerBody", []:
                return self.trigger
            case "variables", [what]:
                return self.variables[what]
            case "parameters", ["$connections"]:
                return {"azuretables": {"connectionId": "azuretables"}}
            case "actions", [what]:
                return self.results.get(what)
            case ("outputs" | "body"), [what]:
                found = (self.results.get(what) or {}).get("outputs")
                return found if name == "outputs" else found.get("body") if isinstance(found, dict) and "body" in found else None if isinstance(found, dict) else found
            case "items", [what]:
                return self.items[what]
            case "item", []:
                return self.item[-1]
            case "coalesce", _:
                return next((value for value in given if value is not None), None)
            case "concat", _:
                return "".join(map(self.text, given))
            case "contains", [where, what]:
                return what in where
            case "empty", [value]:
                return value is None or len(value) == 0
            case "equals", [a, b]:
                return a == b
            case "greater", [a, b]:
                return a > b
            case "greaterOrEquals", [a, b]:
                return a >= b
            case "not", [a]:
                return not a
            case "or", _:
                return any(given)
            case "and", _:
                return all(given)
            case "string", [value]:
                return self.text(value)
            case "toUpper", [value]:
                return value.upper()
            case "json", [text]:
                try:
                    return json.loads(text)
                except (ValueError, TypeError) as error:
                    raise Failed("json() can't read it") from error
            case "ticks", [text]:
                return moment(text)
            case "utcNow", []:
                return shown(moment("1970-01-01T00:00:00Z") + int(datetime.datetime.now(datetime.timezone.utc).timestamp() * 10_000_000))
            case "addMinutes", [text, minutes]:
                return shown(moment(text) + minutes * 600_000_000)
            case "formatDateTime", [text, "yyyy-MM-ddTHH:mm:ssZ"]:
                return shown(moment(text))[:19] + "Z"
            case "encodeURIComponent", [text]:
                return urllib.parse.quote(text, safe="-_.!~*'()")
        raise AssertionError(f"{name}({given}) is not known")

    def scope(self, actions):
        for name in actions:
            self.results.pop(name, None)
        left = dict(actions)
        while left:
            ready = [name for name, action in left.items() if all(before in self.results for before in action["runAfter"])]
            assert ready, f"these wait for each other: {list(left)}"
            for name in ready:
                action = left.pop(name)
                fits = all(self.results[before]["status"] in states for before, states in action["runAfter"].items())
                self.results[name] = self.do(name, action) if fits else {"status": "Skipped"}
        before_others = {before for action in actions.values() for before in action["runAfter"]}

        def ended(name):
            status = self.results[name]["status"]
            # What was skipped ended as that which it waited for.
            return all(map(ended, actions[name]["runAfter"])) if status == "Skipped" else status == "Succeeded"

        return "Succeeded" if all(ended(name) for name in actions if name not in before_others) else "Failed"

    def do(self, name, action):
        self.order.append(name)
        try:
            outputs = self.outputs(name, action)
            return {"status": "Succeeded", "outputs": outputs}
        except Failed as failed:
            return {"status": "Failed", "error": str(failed), "outputs": failed.outputs}

    def inner(self, actions):
        if self.scope(actions) != "Succeeded":
            raise Failed("an action inside failed")

    def outputs(self, name, action):
        inputs = action.get("inputs", {})
        match action["type"]:
            case "Compose":
                found = self.fill(inputs)
                if name.startswith("Do_something"):
                    self.act(found)
                return found
            case "Response":
                return self.fill(inputs)
            case "InitializeVariable":
                [variable] = inputs["variables"]
                self.variables[variable["name"]] = self.fill(variable["value"])
            case "SetVariable":
                assert inputs["name"] in self.variables
                self.variables[inputs["name"]] = self.fill(inputs["value"])
            case "AppendToArrayVariable":
                self.variables[inputs["name"]] = [*self.variables[inputs["name"]], self.fill(inputs["value"])]
            case "If":
                self.inner(action["actions"] if self.fill(action["expression"]) else action["else"]["actions"])
            case "Foreach":
                failed = False
                for self.items[name] in self.fill(action["foreach"]):
                    # A failure does not keep the others from it.
                    failed |= self.scope(action["actions"]) != "Succeeded"
                if failed:
                    raise Failed("an action inside failed")
            case "Until":
                for _ in range(action["limit"]["count"]):
                    self.inner(action["actions"])
                    if self.fill(action["expression"]):
                        break
            case "Query" | "Select":
                kept = []
                for item in self.fill(inputs["from"]):
                    self.item.append(item)
                    if action["type"] == "Select":
                        kept.append(self.fill(inputs["select"]))
                    elif self.fill(inputs["where"]):
                        kept.append(item)
                    self.item.pop()
                return {"body": kept}
            case "Terminate":
                raise Ended(inputs["runStatus"])
            case "ApiConnection":
                asked = self.fill(inputs)
                status, headers, body = self.connector(asked["method"], asked["path"], asked.get("queries", {}), asked.get("body"))
                outputs = {"statusCode": status, "headers": headers, "body": body}
                if status >= 400:
                    raise Failed(f"the connector answered {status}", outputs)
                return outputs
            case other:
                raise AssertionError(f"{other} is not known")
        return None
