#!/usr/bin/python
# Tells what it was given.
import os
import sys

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.shown_help import shown


def main():
    module = AnsibleModule(
        argument_spec={
            "a": {"type": "int"},
            "b": {"type": "list"},
            "c": {},
            "d": {"type": "dict"},
            "secret": {"no_log": True},
        },
        supports_check_mode=True,
    )
    module.warn("a warning")
    module.deprecate("an old habit", version="9.0", collection_name="a.b")
    module.exit_json(
        changed=True,
        shown=shown(module.params),
        env=os.environ.get("TSPLAY_TEST"),
        path="/srv/py" in sys.path,
        cwd=os.getcwd(),
        stdin=sys.stdin.read(),
        secret="it is %s" % module.params["secret"],
        ansible_facts={"shown_fact": 1},
        stdout="one\ntwo\n",
    )


if __name__ == "__main__":
    main()
