"""NumPy and pandas doing a bit of everything that reaches native code or files."""

import sys


def with_numpy():
    import numpy

    a = numpy.arange(12.0).reshape(3, 4)
    print(a.sum(axis=0), (a @ a.T).trace())
    print(numpy.round(numpy.linalg.svd(a, compute_uv=False), 6))
    print(numpy.round(numpy.abs(numpy.fft.fft(a[0])), 6))
    print(numpy.random.default_rng(7).integers(0, 100, 5))
    numpy.save("a.npy", a)
    print(numpy.load("a.npy", mmap_mode="r")[1])
    numpy.savetxt("a.txt", a)
    print(numpy.loadtxt("a.txt").shape)


def with_pandas():
    import io
    import sqlite3

    import pandas

    frame = pandas.read_csv(io.StringIO("when,who,n\n2024-01-01,a,1\n2024-01-02,b,2\n2024-02-01,a,3\n"),
                            parse_dates=["when"])
    print(frame.groupby("who")["n"].agg(["sum", "mean"]))
    print(frame.query("n > 1 and who == 'a'"))
    print(frame.set_index("when")["n"].resample("D").sum().shape)
    frame.to_csv("frame.csv", index=False)
    frame.to_json("frame.json")
    frame.to_pickle("frame.pickle")
    print(pandas.read_pickle("frame.pickle").equals(frame))
    with sqlite3.connect("frame.sqlite") as connection:
        frame.to_sql("frame", connection)
        print(pandas.read_sql("select who, sum(n) from frame group by who", connection).values.tolist())


{"numpy": with_numpy, "pandas": with_pandas}[sys.argv[1]]()
