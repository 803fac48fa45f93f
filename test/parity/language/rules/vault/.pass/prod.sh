#!/bin/sh
echo prodpass
