#!/usr/bin/env python3
import sys, json
if sys.argv[1] == '--list': print(json.dumps({"g": {"hosts": ["a", "b"], "vars": {"x": 1}}, "k": ["c"], "all": {"vars": {"al": 2}}}))
else: print(json.dumps({"me": sys.argv[2]} if sys.argv[2] != 'c' else {}))
