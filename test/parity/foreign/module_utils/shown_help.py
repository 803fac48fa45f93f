def shown(params):
    return sorted("%s=%r" % item for item in params.items() if item[0] != "secret")
