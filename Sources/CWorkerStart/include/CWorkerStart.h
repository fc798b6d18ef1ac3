// Makes an executable one that can be started as a worker: linked into programs that host Python, and into nothing
// that is loaded into others.
#pragma once
