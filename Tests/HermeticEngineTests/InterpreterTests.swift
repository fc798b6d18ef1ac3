import Foundation
import HermeticPython
import SystemPackage
import Testing

@testable import HermeticEngine

struct InterpreterTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test(arguments: Pythons.all)
  func `a real interpreter is recognised`(path: String) throws {
    let environment = folder.environment(path: ["/usr/bin", "/bin"])
    guard Pythons.supported.contains(path) else {
      let error = try #require(failure([Argument(path)], in: environment))
      #expect(error.code == .unsupported)
      #expect(error.reason.hasSuffix("hermetic runs CPython 3.9 to 3.15"))
      return
    }
    let program = try Program.resolve([Argument(path), "-c", "pass"], in: environment)
    #expect(program.executable == FilePath(path))
    #expect(program.arguments == [Argument(path), "-c", "pass"])
    #expect(program.environmentChanges.isEmpty)
    let told = try Pythons.ask(
      path, ["-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    #expect(program.version.map { "\($0)\n" } == told)
    // What the process maps says which kind of interpreter it is.
    let maps = try Pythons.ask(
      path,
      [
        "-I", "-S", "-c",
        "print(next((l.split()[-1] for l in open('/proc/self/maps') if '/libpython3.' in l), ''))",
      ])
    switch program.launch {
    case .embed(let library):
      #expect(try library.resolvingLinks().string + "\n" == maps)
    case .attach: #expect(maps == "\n")
    case .exec: Issue.record("\(path) is taken for no Python")
    }
  }

  @Test(.enabled(if: !Pythons.supported.isEmpty))
  func `a venv keeps its links and is read through them`() throws {
    let base = try #require(Pythons.supported.last)
    try folder.link("venv/bin/python3", to: base)
    try folder.link("venv/bin/python", to: "python3")
    try folder.write("venv/bin/http", "#!\(folder.path)/venv/bin/python\nimport sys\n")
    let environment = folder.environment(path: ["\(folder.path)/venv/bin", "/usr/bin"])
    let plain = try Program.resolve([Argument(base)], in: environment)
    let program = try Program.resolve(["http", "example.com"], in: environment)
    #expect(program.launch == plain.launch)
    #expect(program.executable.string == "\(folder.path)/venv/bin/python")
    let words = ["\(folder.path)/venv/bin/python", "\(folder.path)/venv/bin/http", "example.com"]
    #expect(program.arguments == words.map { Argument($0) })
    #expect(program.commandName == "http")
    #expect(try Program.resolve(["python"], in: environment).arguments == ["python"])
  }

  @Test(arguments: [
    ("libpython2.7.so.1.0", "Python 2.7"), ("libpython3.6m.so.1.0", "CPython 3.6"),
    ("libpython3.8.so.1.0", "CPython 3.8"), ("libpython3.16.so.1.0", "CPython 3.16"),
    ("libpython3.13t.so.1.0", "free-threaded CPython 3.13"), ("libpypy3.9-c.so", "PyPy 3.9"),
    ("libpypy3-c.so", "PyPy"),
  ])
  func `another Python's library is refused by name`(soname: String, found: String) throws {
    guard Compiled.isAvailable else { return }
    let path = try buildThin(soname)
    let error = try #require(failure([Argument(path)], in: folder.environment()))
    #expect(
      error.description == "\(path): found \(found); hermetic runs CPython 3.9 to 3.15")
    #expect(error.exitStatus == 125)
  }

  @Test func `a library is found where the loader finds it`() throws {
    guard Compiled.isAvailable else { return }
    let soname = "libpython3.12.so.1.0"
    let path = try buildThin(soname, ["-Wl,-rpath,$ORIGIN/../lib"])
    let environment = folder.environment()
    var program = try Program.resolve([Argument(path)], in: environment)
    #expect(program.launch == .embed(library: FilePath("\(folder.path)/bin/../lib/\(soname)")))
    #expect(program.version == PythonVersion(3, 12))

    try folder.link("venv/bin/python", to: path)
    let linked = Argument("\(folder.path)/venv/bin/python")
    #expect(try Program.resolve([linked], in: environment).launch == program.launch)

    // A copy has another origin; bare, the loader fails there too.
    try folder.copy(path, to: "copy/bin/python")
    let copy = Argument("\(folder.path)/copy/bin/python")
    let error = try #require(failure([copy], in: environment))
    #expect(error.code == .unsupported)
    #expect(
      error.reason
        == "its library \(soname) is not where the loader looks (\(folder.path)/copy/bin/../lib)")
    program = try Program.resolve(
      [copy], in: folder.environment([("LD_LIBRARY_PATH", "/nowhere;\(folder.path)/lib")]))
    #expect(program.launch == .embed(library: FilePath("\(folder.path)/lib/\(soname)")))

    // The loader passes over what is no library, and prefers an old run path to the variable.
    try folder.write("fake/\(soname)", "text")
    program = try Program.resolve(
      [copy], in: folder.environment([("LD_LIBRARY_PATH", "\(folder.path)/fake:lib")]))
    #expect(program.launch == .embed(library: FilePath("\(folder.path)/lib/\(soname)")))
    let old = try buildThin(
      soname, ["-Wl,--disable-new-dtags,-rpath,\(folder.path)/lib"], name: "bin/old")
    try folder.copy("\(folder.path)/lib/\(soname)", to: "other/\(soname)")
    program = try Program.resolve(
      [Argument(old)], in: folder.environment([("LD_LIBRARY_PATH", "\(folder.path)/other")]))
    #expect(program.launch == .embed(library: FilePath("\(folder.path)/lib/\(soname)")))
  }

  @Test func `the loader's cache is read as ldconfig wrote it`() throws {
    guard let cache = LoaderCache.system else {
      print("skipped: no /etc/ld.so.cache")
      return
    }
    let library = try #require(cache.path(of: "libc.so.6"))
    #expect(library.isRegularFile)
    #expect(cache.path(of: "libpython3.99.so.1.0") == nil)
    #expect(LoaderCache([UInt8]("glibc-ld.so.cache1.1".utf8)) == nil)
    let claimsTooMuch = [UInt8]("glibc-ld.so.cache1.1".utf8) + [0xff, 0xff, 0, 0] + [0, 0]
    #expect(LoaderCache(claimsTooMuch) == nil)
  }

  @Test func `a program that only embeds Python is attached to`() throws {
    guard Compiled.isAvailable else { return }
    let path = try buildThin(
      "libpython3.12.so.1.0", ["-Wl,-rpath,$ORIGIN/../lib"], name: "bin/gdb",
      call: "Py_BytesMain(0, 0) + Py_Initialize()")
    let program = try Program.resolve([Argument(path)], in: folder.environment())
    #expect(program.launch == .attach)
    #expect(program.version == PythonVersion(3, 12))
  }

  /// What a release exports, and the release or the error that follows from it.
  typealias Release = (source: String, version: String?, found: String?)

  static let releases: [Release] = [
    ("const unsigned long Py_Version = 0x030d00f0;", "3.13", nil),
    ("const unsigned long Py_Version = 0x031000f0;", nil, "CPython 3.16"),
    ("void PyModule_AddType(void) {} void PyModule_AddObjectRef(void) {}", "3.10", nil),
    ("void PyModule_AddType(void) {}", "3.9", nil),
    ("", nil, "CPython 3.8"),
    (
      "const unsigned long Py_Version = 0x030e00f0; void _Py_MergeZeroLocalRefcount(void) {}",
      nil, "free-threaded CPython 3.14"
    ),
  ]

  @Test(arguments: releases)
  func `a static interpreter's release is read from what it exports`(
    release: Release
  ) throws {
    guard Compiled.isAvailable else { return }
    let (source, version, found) = release
    for style in ["gnu", "sysv"] {
      let path = try buildStatic(source, ["-Wl,--hash-style=\(style)"])
      let environment = folder.environment()
      if let found {
        #expect(
          failure([Argument(path)], in: environment)?.reason
            == "found \(found); hermetic runs CPython 3.9 to 3.15")
      } else {
        let program = try Program.resolve([Argument(path)], in: environment)
        #expect(program.launch == .attach)
        #expect(program.version?.description == version)
      }
    }
  }

  @Test func `an interpreter that would drop the preloaded library is refused`() throws {
    guard Compiled.isAvailable else { return }
    let source = "const unsigned long Py_Version = 0x030d00f0;"
    let environment = folder.environment()
    let path = try buildStatic(source, [])
    for mode in [0o4755, 0o2755] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = try #require(failure([Argument(path)], in: environment))
      #expect(error.description == "\(path): is setuid or setgid, so it cannot be guarded")
      #expect(error.exitStatus == 125)
    }
    let musl = try buildStatic(source, ["-Wl,--dynamic-linker=/lib/ld-musl-x86_64.so.1"])
    #expect(
      failure([Argument(musl)], in: environment)?.reason
        == "is started by /lib/ld-musl-x86_64.so.1; hermetic runs programs of the GNU C library")
    let nix = try buildStatic(source, ["-Wl,--dynamic-linker=/nix/lib/ld-linux-x86-64.so.2"])
    #expect(failure([Argument(nix)], in: environment)?.code == .unsupported)
    let bare = try buildStatic(source, ["-shared", "-fPIC"])
    #expect(
      failure([Argument(bare)], in: environment)?.reason
        == "is linked without a dynamic loader, so it cannot be guarded")
  }

  @Test func `file capabilities are refused`() throws {
    guard Compiled.isAvailable else { return }
    let path = try buildStatic("const unsigned long Py_Version = 0x030d00f0;", [])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/sbin/setcap")
    process.arguments = ["cap_net_raw+ep", path]
    guard (try? process.run()) != nil else {
      print("skipped: no setcap")
      return
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      print("skipped: setcap is not permitted")
      return
    }
    #expect(
      failure([Argument(path)], in: folder.environment())?.reason
        == "has file capabilities, so it cannot be guarded")
  }

  @Test func `a python without CPython is refused, and any other ELF file is executed`() throws {
    let environment = folder.environment(path: ["/usr/bin", "/bin"])
    try folder.copy("/bin/cat", to: "python3")
    try folder.copy("/bin/cat", to: "pypy3.10")
    try folder.copy("/bin/cat", to: "other")
    try folder.link("python", to: "pypy3.10")
    try folder.write(
      "python3.9", Data([0x7f] + "ELF".utf8 + [1, 1] + [UInt8](repeating: 0, count: 90)))
    #expect(
      failure(["./python3"], in: environment)?.description
        == "./python3: found an executable in which no CPython can be recognised; "
        + "hermetic runs CPython 3.9 to 3.15")
    #expect(
      failure(["./python"], in: environment)?.description
        == "./python: found PyPy 3.10; hermetic runs CPython 3.9 to 3.15")
    #expect(failure(["./python3.9"], in: environment)?.code == .unsupported)
    let program = try Program.resolve(["./other", "x"], in: environment)
    #expect(program.launch == .exec)
    #expect(program.version == nil)
    #expect(program.arguments == ["./other", "x"])
  }

  @Test func `a broken ELF file is an error, never a trap`() throws {
    let sources = [Pythons.supported.first, Pythons.supported.last, "/bin/cat"].compactMap { $0 }
    let environment = folder.environment()
    var generator = SystemRandomNumberGenerator()
    for round in 0..<600 {
      var bytes = try Data(
        contentsOf: URL(fileURLWithPath: sources[round % sources.count]), options: .mappedIfSafe
      ).prefix(1 << 16)
      if round % 4 == 0 {
        bytes = bytes.prefix(Int.random(in: 4...2000, using: &generator))
      } else {
        for _ in 0..<(1 << (round % 7)) {
          // The headers and the tables behind them are where the numbers are.
          let limit = min(bytes.count, [800, 3000, 20000][round % 3])
          bytes[Int.random(in: 16..<limit, using: &generator)] =
            [0, 0xff, 0x7f, .random(in: 0...255)].randomElement(using: &generator) ?? 0
        }
      }
      try folder.write("python3", bytes)
      if let program = try? Program.resolve(["./python3"], in: environment) {
        #expect(program.launch != .exec)
      }
    }
  }

  /// An executable like `Programs/python.c`, and a library of its name in `lib`.
  private func buildThin(
    _ soname: String, _ flags: [String] = [], name: String = "bin/python3",
    call: String = "Py_BytesMain(0, 0)"
  ) throws -> String {
    try folder.makeFolder("lib")
    try folder.makeFolder("bin")
    let library = "lib/\(soname)"
    try Compiled.build(
      library,
      """
      int Py_BytesMain(int count, char **arguments) { return 0; }
      int Py_Initialize(void) { return 0; }
      """,
      ["-shared", "-fPIC", "-Wl,-soname,\(soname)"], in: folder)
    return try Compiled.build(
      name,
      """
      int Py_BytesMain(int, char **);
      int Py_Initialize(void);
      int main(void) { return \(call); }
      """, ["\(folder.path)/\(library)"] + flags, in: folder)
  }

  /// An executable that exports what a static CPython exports.
  private func buildStatic(_ source: String, _ flags: [String]) throws -> String {
    try Compiled.build(
      "python3",
      """
      int Py_BytesMain(int count, char **arguments) { return 0; }
      int PySys_AddAuditHook(void) { return 0; }
      \(source)
      int main(int count, char **arguments) { return Py_BytesMain(count, arguments); }
      """, ["-rdynamic"] + flags, in: folder)
  }
}

extension TestFolder {
  fileprivate func environment(_ variables: [(String, String)]) -> Environment {
    environment(path: ["/usr/bin", "/bin"], Dictionary(uniqueKeysWithValues: variables))
  }
}
