import Foundation
import Glibc
import Hermetic
import Testing

/// What needs a process of its own; an error that left its test would end that without a word.
extension `The library` {
  @Suite struct `A process` {
    /// The Python that the others use.
    private var path: String {
      get async throws { try #require(try await Host.python.libraryPath) }
    }

    /// Whether its executable has it.
    private var executable: String {
      get async throws {
        let library = URL(filePath: try await path)
        let folder = library.deletingLastPathComponent().deletingLastPathComponent()
        return folder.appending(path: "bin/python\(try await Host.python.version)").path
      }
    }

    @Test func `survives plugins that want to end it`() async throws {
      let library = try await path
      await #expect(processExitsWith: .success) { [library = library as String] in
        do {
          // Whatever goes through reaches nobody else.
          setpgid(0, 0)
          let python = try await PythonRuntime.load(.library(library))
          var policy = Policy()
          policy.refuse(.network)
          let plugin = try await python.plugin(at: "\(Host.plugins)/leaving.py", policy: policy)
          for (name, code, status) in [
            ("exit_system", .exited, 3), ("exit_builtin", .exited, 4), ("exit_at_once", .exited, 5),
            ("exit_posix", .exited, 6), ("exit_with_name", .exited, 7),
            ("exit_disguised", .exited, 8), ("abort", .raised, nil), ("kill", .raised, nil),
            ("kill_group", .raised, nil), ("kill_own_group", .raised, nil),
            ("kill_all", .raised, nil), ("kill_thread", .raised, nil),
            ("raise_signal", .raised, nil), ("alarm", .raised, nil), ("set_timer", .raised, nil),
            ("handle", .raised, nil), ("replace_by_program", .raised, nil),
            ("replace_by_command", .raised, nil), ("leave_thread", .exited, 0),
            ("exit_in_thread", .raised, nil), ("exit_anew", .exited, 10),
            ("exit_from_closure", .exited, 11), ("exit_from_garbage", .exited, 12),
            ("kill_from_type", .raised, nil), ("kill_by_index", .raised, nil),
            ("kill_thread_by_number", .raised, nil), ("kill_everybody", .raised, nil),
            ("kill_by_descriptor", .raised, nil), ("kill_by_folder", .raised, nil),
            ("own_signals", .raised, nil), ("own_socket_signals", .raised, nil),
            ("note_changes", .raised, nil), ("limit_time", .raised, nil),
            ("limit_by_number", .raised, nil), ("crash_in_test", .raised, nil),
            ("end_later", .raised, nil), ("change_user", .raised, nil),
            ("exit_in_subinterpreter", .raised, nil),
          ] as [(String, PythonError.Code, Int32?)] {
            print("leaving: \(name)")
            let error = try await failure { try await plugin.call(name) }
            #expect(error.code == code, "\(name): \(error)")
            #expect(error.exitStatus == status, "\(name): \(error)")
            if code == .raised, name != "exit_in_thread" {
              #expect(
                error.type == "PermissionError" || name == "handle" && error.type == "ValueError",
                "\(name): \(error)")
            }
          }
          // A signal ends a child and a copy, as without hermetic.
          let ends: [Int] = try await plugin.call("do_what_is_harmless")
          #expect(ends == [-15, -15], "\(ends)")
          print("leaving: interrupt")
          // Of no effect, or an exception.
          do { try await plugin.call("interrupt") } catch { print(error) }
          let json = try await python.plugin(module: "json", policy: .blockAll)
          #expect(try await json.call("dumps", 1) == "1")
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `may be copied by a plugin that is allowed to`() async throws {
      let library = try await path
      await #expect(processExitsWith: .success) { [library = library as String] in
        do {
          let python = try await PythonRuntime.load(.library(library))
          let plugin = try await python.plugin(at: "\(Host.plugins)/acting.py", policy: Policy())
          for status in [0, 7] {
            #expect(try await plugin.call("fork_and_leave", status) == status)
          }
          // A child that comes back has nowhere to go.
          let returned: Int = try await plugin.call("fork_and_return")
          #expect(returned != 999 && returned >= 0, "\(returned)")
          let raised: Int = try await plugin.call("fork_and_raise")
          #expect(raised != 999 && raised != 0, "\(raised)")
          let held = try await python.plugin(at: "\(Host.plugins)/acting.py", policy: .blockAll)
          let error = try await failure { try await held.call("fork_and_leave", 1) }
          #expect(error.code == .violation)
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `with a Python that somebody else has started may be joined`() async throws {
      let library = try await path
      let home = URL(filePath: library).deletingLastPathComponent().deletingLastPathComponent().path
      let listener = try Listener()
      let port = listener.port
      await #expect(processExitsWith: .success) {
        [library = library as String, home = home as String, port = port as Int] in
        do {
          let other = try OtherPython(library, home: home)
          try other.run("import os, socket, threading; count = 1")
          let python = try PythonRuntime.attach()
          #expect(python.isAttached && python.libraryPath == nil)
          #expect(python.notes.count == 2)
          #expect(python.version == other.version)
          // Again is the same.
          let again = try PythonRuntime.attach()
          #expect(again.version == python.version)
          let held = try await python.plugin(at: "\(Host.plugins)/acting.py", policy: .blockAll)
          let free = try await python.plugin(at: "\(Host.plugins)/acting.py", policy: Policy())
          for index in 0..<20 {
            let outcome: String = try await held.call("attempt", port)
            #expect(outcome.hasSuffix("Violation"), "\(outcome)")
            try python.withInterpreter {
              try other.run(
                "count += 1; socket.create_connection(('127.0.0.1', \(port)), 2).close()")
            }
            #expect(try await free.call("in_thread", port) == "connected")
            _ = index
          }
          #expect(held.recentViolations.count == 20)
          try python.withInterpreter { try other.run("assert count == 21") }
          // Beside each other.
          try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
              group.addTask {
                for _ in 0..<50 {
                  let outcome: String = try await held.call("in_thread_alone", port)
                  #expect(outcome.hasSuffix("Violation"), "\(outcome)")
                }
              }
              group.addTask {
                for _ in 0..<50 {
                  try python.withInterpreter { try other.run("threading.Event().wait(0.0005)") }
                  await Task.yield()
                }
              }
            }
            try await group.waitForAll()
          }
          held.close()
          free.close()
          #expect(other.isRunning)
          let loaded = try await PythonRuntime.load(.library(library))
          #expect(loaded.isAttached && loaded.version == python.version)
        } catch {
          Issue.record(error)
        }
      }
      #expect(listener.count == 40)
    }

    @Test func `without a Python cannot be joined`() async throws {
      await #expect(processExitsWith: .success) {
        do {
          let error = try await failure { _ = try PythonRuntime.attach() }
          #expect(error.code == .unavailable, "\(error)")
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `joined from a thread without the interpreter says so`() async throws {
      let library = try await path
      let home = URL(filePath: library).deletingLastPathComponent().deletingLastPathComponent().path
      await #expect(processExitsWith: .success) {
        [library = library as String, home = home as String] in
        do {
          let other = try OtherPython(library, home: home)
          other.letGo()
          let error = try await failure { _ = try PythonRuntime.attach() }
          #expect(error.code == .unavailable)
          #expect(error.message.contains("GIL"), "\(error)")
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `without a library to load says what was wrong with it`() async throws {
      await #expect(processExitsWith: .success) {
        do {
          for (source, code) in [
            (.library("/nonexistent/libpython3.13.so"), .notFound),
            (.executable("/nonexistent/python3"), .notFound),
            (.executable("/bin/ls"), .unsupported), (.venv("/tmp"), .notFound),
          ] as [(PythonRuntime.Source, PythonError.Code)] {
            let error = try await failure { _ = try await PythonRuntime.load(source) }
            #expect(error.code == code, "\(source): \(error)")
            #expect(!error.message.isEmpty)
          }
          let wrong = try await failure {
            _ = try await PythonRuntime.load(.library("/etc/passwd"))
          }
          #expect(wrong.code == .unavailable, "\(wrong)")
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `without any Python on the path says so`() async throws {
      await #expect(processExitsWith: .success) {
        do {
          set("PATH", to: "/nonexistent")
          set("VIRTUAL_ENV", to: "")
          let error = try await failure { _ = try await PythonRuntime.load() }
          #expect(error.code == .notFound, "\(error)")
          #expect(error.message.contains("libpython"), "\(error)")
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `loads one Python, however many ask for it`() async throws {
      let library = try await path
      let others = Host.candidates
      await #expect(processExitsWith: .success) {
        [library = library as String, others = others as [String]] in
        do {
          let versions = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
              group.addTask { try await PythonRuntime.load(.library(library)).version }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
          }
          #expect(versions.count == 1)
          let joined = try PythonRuntime.attach()
          #expect(joined.version == versions.first)
          for other in others where !other.hasSuffix(versions.first ?? "") {
            do {
              _ = try await PythonRuntime.load(.executable(other))
              Issue.record("a second Python was loaded: \(other)")
            } catch let error as PythonError where error.code == .unavailable {
              #expect(error.message.contains("another Python runs in this process already"))
            } catch let error as PythonError {
              #expect(error.code == .unsupported || error.code == .notFound, "\(error)")
            }
          }
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `finds a virtual environment's packages`() async throws {
      let executable = try await executable
      let version = try await Host.python.version
      guard FileManager.default.isExecutableFile(atPath: executable) else {
        return print("skipped: there is no \(executable)")
      }
      let folder = try TestFolder()
      try folder.write(
        "venv/pyvenv.cfg",
        "home = \(URL(filePath: executable).deletingLastPathComponent().path)\n")
      try folder.write("venv/lib/python\(version)/site-packages/of_venv.py", "VALUE = 5\n")
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/venv/bin", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/venv/bin/python3", withDestinationPath: executable)
      let path = "\(folder.path)/venv"
      await #expect(processExitsWith: .success) { [path = path as String] in
        do {
          let python = try await PythonRuntime.load(.venv(path))
          let plugin = try await python.plugin(module: "of_venv", policy: .blockAll)
          #expect(try await plugin.get("VALUE") == 5)
          let system = try await python.plugin(module: "sys", policy: Policy())
          #expect(try await system.get("prefix") == path)
        } catch {
          Issue.record(error)
        }
      }
    }

    // MARK: Memory

    @Test func `does not grow with calls`() async throws {
      let library = try await path
      await #expect(processExitsWith: .success) { [library = library as String] in
        do {
          let python = try await PythonRuntime.load(.library(library))
          let plugin = try await python.plugin(at: "\(Host.plugins)/values.py", policy: .blockAll)
          let shape = Shape(
            name: "a", points: [Point(x: 1, y: 2)], center: Point(x: 0, y: 0), tags: ["t": [1, 2]])
          let text = String(repeating: "é", count: 100)
          let data = Data(repeating: 1, count: 40_000)
          let one: @Sendable (Int) async throws -> Void = { index in
            switch index % 10 {
            case 0: _ = try await plugin.call("echo", shape) as Shape
            case 1: _ = try await plugin.call("echo", text) as String
            case 2: _ = try await plugin.call("echo", data) as Data
            case 3: _ = try await plugin.call("echo", Int128.max) as Int128
            case 4: _ = try await plugin.call("echo", PythonBuffer([index])) as PythonBuffer
            case 5: _ = try await plugin.call("echo_named", 1, 2, a: [1: "b"]) as PythonObject
            case 6:
              _ = try await plugin.call("echo", PythonFunction { () in index }) as PythonObject
            case 7: _ = try await plugin.call("echo", Date()) as Date
            case 8: _ = try await plugin.call("echo", Set([1, 2])) as [Int]
            default:
              _ = try await failure { try await plugin.call("no_such_function") }
            }
          }
          let growth = try await growth(one)
          #expect(growth < 2 << 20, "\(growth) bytes")
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `does not grow with objects that come and go`() async throws {
      let library = try await path
      await #expect(processExitsWith: .success) { [library = library as String] in
        do {
          let python = try await PythonRuntime.load(.library(library))
          let plugin = try await python.plugin(at: "\(Host.plugins)/keeping.py", policy: .blockAll)
          let growth = try await growth { index in
            let image: PythonObject = try await plugin.call("make", index)
            if index % 100 == 0 {
              _ = try await image.call("size") as [Int]
              try await plugin.call("clear")
              try await plugin.set("WAYS", [Int]())
            }
          }
          #expect(growth < 2 << 20, "\(growth) bytes")
        } catch {
          Issue.record(error)
        }
      }
    }

    @Test func `does not grow with violations`() async throws {
      let library = try await path
      await #expect(processExitsWith: .success) { [library = library as String] in
        do {
          let python = try await PythonRuntime.load(.library(library))
          let plugin = try await python.plugin(at: "\(Host.plugins)/acting.py", policy: .blockAll)
          let growth = try await growth(from: 2_000, to: 10_000) { index in
            _ = try await failure { try await plugin.call("connect", 9) }
          }
          #expect(growth < 2 << 20, "\(growth) bytes")
        } catch {
          Issue.record(error)
        }
      }
    }
  }
}

/// How many bytes of memory come with the later ones of many calls.
private func growth(
  from first: Int = 20_000, to last: Int = 100_000, _ body: (Int) async throws -> Void
) async throws -> Int {
  for index in 0..<first { try await body(index) }
  let before = residentMemory()
  let begin = ContinuousClock.now
  for index in first..<last { try await body(index) }
  let growth = residentMemory() - before
  print("grown by \(growth) bytes in \(last - first) calls, \(ContinuousClock.now - begin)")
  return growth
}

/// Sets a variable of the environment.
private func set(_ name: String, to value: String) {
  unsafe setenv(name, value, 1)
}

private func residentMemory() -> Int {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
    return 0
  }
  let words = text.split(separator: " ")
  return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * Int(getpagesize())
}

/// A Python that a program has loaded and started by itself.
@safe
private struct OtherPython: @unchecked Sendable {
  // SAFETY (Sendable): the functions are called with the GIL.
  private let library: UnsafeMutableRawPointer

  struct Failure: Error { let name: String }

  init(_ path: String, home: String) throws {
    unsafe setenv("PYTHONHOME", home, 1)
    guard let library = unsafe dlopen(path, RTLD_NOW | RTLD_GLOBAL) else {
      throw Failure(name: path)
    }
    unsafe self.library = unsafe library
    try function("Py_InitializeEx", as: (@convention(c) (CInt) -> Void).self)(0)
  }

  private func function<Function>(_ name: String, as: Function.Type) throws -> Function {
    guard let symbol = unsafe dlsym(library, name) else { throw Failure(name: name) }
    return unsafe unsafeBitCast(symbol, to: Function.self)
  }

  func run(_ code: String) throws {
    typealias Run = @convention(c) (UnsafePointer<CChar>, UnsafeMutableRawPointer?) -> CInt
    guard unsafe try function("PyRun_SimpleStringFlags", as: Run.self)(code, nil) == 0 else {
      throw Failure(name: code)
    }
  }

  func letGo() {
    typealias Save = @convention(c) () -> UnsafeMutableRawPointer?
    do {
      _ = unsafe try function("PyEval_SaveThread", as: Save.self)()
    } catch {
      Issue.record(error)
    }
  }

  var isRunning: Bool {
    typealias IsInitialized = @convention(c) () -> CInt
    return (try? function("Py_IsInitialized", as: IsInitialized.self)() != 0) ?? false
  }

  var version: String {
    typealias Version = @convention(c) () -> UnsafePointer<CChar>
    guard let text = try? unsafe String(cString: function("Py_GetVersion", as: Version.self)())
    else {
      return ""
    }
    return text.split(separator: ".").prefix(2).joined(separator: ".")
  }
}
