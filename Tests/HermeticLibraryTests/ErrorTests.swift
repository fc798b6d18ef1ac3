import Foundation
import Hermetic
import Testing

extension `The library` {
  @Suite struct `An exception` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("raising") }

    private func raised(_ name: String) async throws -> PythonError {
      try await failure { try await plugin.call(name) }
    }

    @Test func `has a type, a message and a traceback with file and line`() async throws {
      let error = try await raised("plain")
      #expect(error.code == .raised)
      #expect(error.type == "ValueError")
      #expect(error.message == "bad thing")
      #expect("\(error)" == "ValueError: bad thing")
      let code = try String(contentsOfFile: "\(Host.plugins)/raising.py", encoding: .utf8)
      let line = try #require(
        code.split(separator: "\n", omittingEmptySubsequences: false)
          .firstIndex { $0.hasSuffix("# the line") })
      #expect(
        error.traceback.contains("File \"\(Host.plugins)/raising.py\", line \(line + 1), in plain"))
      #expect(error.traceback.hasSuffix("ValueError: bad thing\n"))
      #expect(error.violation == nil && error.exitStatus == nil)
    }

    @Test(arguments: [
      ("own", "raising.Own", "mine"), ("empty", "KeyError", ""),
      ("silent", "raising.Silent", "<the message cannot be made>"),
      ("chained", "LookupError", "found nothing"), ("interrupt", "KeyboardInterrupt", ""),
      ("stop", "StopIteration", "3"), ("leave_generator", "GeneratorExit", ""),
      ("exhaust_memory", "MemoryError", ""), ("no_memory", "MemoryError", ""),
      ("surrogate", "ValueError", "a\u{FFFD}\u{FFFD}\u{FFFD}b"), ("null", "ValueError", "a\0b"),
      (
        "no_such_function", "AttributeError", "module 'raising' has no attribute 'no_such_function'"
      ),
      ("takes", "TypeError", "takes() missing 1 required positional argument: 'first'"),
    ])
    func `of any kind is told`(name: String, type: String, message: String) async throws {
      let error = try await raised(name)
      #expect(error.code == .raised)
      #expect(error.type == type)
      #expect(error.message == message)
      #expect(try await plugin.call("fine") == "fine")
    }

    @Test(arguments: ["stubborn", "odd"])
    func `that fails itself when it is asked is told nevertheless`(name: String) async throws {
      let error = try await raised(name)
      #expect(error.code == .raised)
      #expect(!error.message.isEmpty)
      #expect(try await plugin.call("fine") == "fine")
    }

    @Test func `has its cause in the traceback`() async throws {
      let error = try await raised("chained")
      #expect(error.traceback.contains("ValueError: bad thing"))
      #expect(error.traceback.contains("direct cause"))
    }

    @Test func `of a group has all of it in the traceback`() async throws {
      let error = try await raised("group")
      guard try await Host.minor >= 11 else { return #expect(error.type == "NameError") }
      #expect(error.type == "ExceptionGroup")
      #expect(error.message == "two (2 sub-exceptions)")
      #expect(error.traceback.contains("ValueError: one"))
      #expect(error.traceback.contains("TypeError: other"))
    }

    @Test func `of endless recursion leaves the thread in order`() async throws {
      for _ in 0..<5 {
        #expect(try await raised("exhaust_stack").type == "RecursionError")
        #expect(try await plugin.call("fine") == "fine")
      }
    }

    @Test(arguments: [(nil, 0), (0, 0), (3, 3), (256, 256), (-1, -1)] as [(Int?, Int32)])
    func `that leaves has a status`(given: Int?, status: Int32) async throws {
      let error = try await failure { try await plugin.call("leave", given) }
      #expect(error.code == .exited)
      #expect(error.exitStatus == status)
      #expect(error.message == "raising exits with status \(status)")
      #expect(error.type == "SystemExit")
    }

    @Test func `that leaves with words has status 1`() async throws {
      let error = try await failure { try await plugin.call("leave", "words") }
      #expect(error.code == .exited && error.exitStatus == 1)
    }

    @Test func `that leaves with an odd number keeps the status`() async throws {
      let error = try await failure { try await plugin.call("leave_code", 5) }
      #expect(error.code == .exited && error.exitStatus == 5)
    }

    @Test func `that leaves the word exits with no status has status 0`() async throws {
      let error = try await failure { try await plugin.call("leave") }
      #expect(error.code == .exited && error.exitStatus == 0)
    }
  }

  @Suite struct `An argument` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("raising") }

    struct Failing: Encodable, Sendable {
      func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(
          self, EncodingError.Context(codingPath: [], debugDescription: "not today"))
      }
    }

    @Test func `goes where its label says`() async throws {
      #expect(try await plugin.call("takes", 1) == [1, 2, 3])
      #expect(try await plugin.call("takes", 1, 5, third: 6) == [1, 5, 6])
      #expect(try await plugin.call("takes", third: 6, second: 5, first: 4) == [4, 5, 6])
    }

    @Test func `with a label that Python does not know fails by name`() async throws {
      let error = try await failure { try await plugin.call("takes", 1, fourth: 4) }
      #expect(error.type == "TypeError")
      #expect(error.message.contains("unexpected keyword argument 'fourth'"))
    }

    @Test func `given twice fails by name`() async throws {
      let error = try await failure { try await plugin.call("takes", 1, first: 4) }
      #expect(error.type == "TypeError")
      #expect(error.message.contains("multiple values for argument 'first'"))
    }

    @Test func `with the same label twice fails by name`() async throws {
      let error = try await failure { try await plugin.call("takes", first: 1, first: 4) }
      #expect(error.code == .conversion)
      #expect(error.message.contains("takes: argument 'first'"), "\(error)")
    }

    @Test func `that cannot be made is named`() async throws {
      let first = try await failure { try await plugin.call("takes", 1, Failing()) }
      #expect(first.code == .conversion)
      #expect(first.message.hasPrefix("takes: argument 2: "), "\(first)")
      #expect(first.message.contains("not today"))
      let second = try await failure { try await plugin.call("takes", third: [Failing()]) }
      #expect(second.message.hasPrefix("takes: argument 'third'"), "\(second)")
    }

    @Test func `alone does not say what to call`() async throws {
      let error = try await failure { try await plugin.call(5) }
      #expect(error.code == .conversion)
      #expect(error.message == "the first argument is the name of what is called")
    }

    @Test(arguments: ["", "fine\0", "fine.x", "\u{FFFD}"])
    func `that is no name of anything is no call`(name: String) async throws {
      let error = try await failure { _ = try await plugin.call(name) as String }
      #expect(error.type == "AttributeError" || error.code == .conversion, "\(error)")
      let attribute = try await failure { _ = try await plugin.get(name) as PythonObject }
      #expect(attribute.type == "AttributeError" || attribute.code == .conversion)
    }
  }

  @Suite struct `Loading a plugin` {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func refusal(_ path: String, _ policy: Policy = Policy()) async throws -> PythonError {
      try await failure { _ = try await Host.python.plugin(at: path, policy: policy) }
    }

    @Test func `that is not there names it`() async throws {
      let error = try await refusal("\(folder.path)/nothing.py")
      #expect(error.code == .notFound)
      #expect(error.message == "\(folder.path)/nothing.py: there is no such file")
      let other = try await refusal("\(folder.path)/nothing")
      #expect(other.code == .notFound)
      #expect(other.message.contains("there is no plugin"))
    }

    @Test(arguments: ["my-plugin.py", "1st.py", ".py", "", "/", "a b", "..", "x\0.py"])
    func `whose name is no module's says so`(name: String) async throws {
      let error = try await refusal(name.contains("\0") ? name : "\(folder.path)/\(name)")
      #expect(error.code == .notFound)
    }

    @Test func `with a syntax error names the line`() async throws {
      let path = try folder.write("wrong_syntax.py", "x = 1\ndef f(:\n")
      let error = try await refusal(path)
      #expect(error.code == .raised && error.type == "SyntaxError")
      #expect(error.traceback.contains("File \"\(path)\", line 2"))
    }

    @Test func `whose import raises tells that, and may be tried again`() async throws {
      let path = try folder.write("raises_once.py", "import nothing_like_that\n")
      let error = try await refusal(path)
      #expect(error.type == "ModuleNotFoundError")
      #expect(error.message == "No module named 'nothing_like_that'")
      #expect(error.traceback.contains("File \"\(path)\", line 1"))
      try folder.write("raises_once.py", "VALUE = 'longer than before'\n")
      let plugin = try await Host.python.plugin(at: path, policy: Policy())
      #expect(try await plugin.get("VALUE") == "longer than before")
    }

    @Test func `whose import leaves is told as that`() async throws {
      let path = try folder.write("leaves_at_once.py", "import sys\nsys.exit(7)\n")
      let error = try await refusal(path)
      #expect(error.code == .exited && error.exitStatus == 7)
    }

    @Test func `is under the policy from its first line`() async throws {
      let listener = try Listener()
      let path = try folder.write(
        "connects_at_once.py",
        "import socket\nsocket.create_connection(('127.0.0.1', \(listener.port)), 2)\n")
      let error = try await refusal(path, .noNetwork)
      #expect(error.code == .violation)
      #expect(error.violation?.caller?.line == 2)
      #expect(listener.count == 0)
      _ = try await Host.python.plugin(at: path, policy: Policy())
      #expect(listener.count == 1)
    }

    @Test func `of a name that another one has keeps apart from that`() async throws {
      let first = try folder.write("one/same_name.py", "VALUE = 1\n")
      let second = try folder.write("two/same_name.py", "VALUE = 2\n")
      let python = try await Host.python
      let plugins = [
        try await python.plugin(at: first, policy: Policy()),
        try await python.plugin(at: second, policy: Policy()),
        try await python.plugin(at: first, policy: .blockAll),
      ]
      #expect(plugins.map(\.name) == ["same_name", "same_name", "same_name"])
      try await plugins[0].set("VALUE", 5)
      #expect(try await plugins[0].get("VALUE") == 5)
      #expect(try await plugins[1].get("VALUE") == 2)
      #expect(try await plugins[2].get("VALUE") == 1)
    }

    @Test(arguments: ["json", "tabnanny"])
    func `of the name of a module of Python's leaves that alone`(name: String) async throws {
      let path = try folder.write("\(name).py", "VALUE = 1\n")
      let plugin = try await Host.python.plugin(at: path, policy: .blockAll)
      #expect(try await plugin.get("VALUE") == 1)
      let module = try await Host.python.plugin(module: name, policy: .blockAll)
      let file: String = try await module.get("__file__")
      #expect(!file.hasPrefix(folder.path))
    }

    @Test func `from a package finds what is in it`() async throws {
      try folder.write("packed/__init__.py", "from .inner import value\nfrom packed import inner\n")
      try folder.write("packed/inner.py", "def value(): return __name__\n")
      let plugin = try await Host.python.plugin(at: "\(folder.path)/packed", policy: .blockAll)
      #expect(plugin.name == "packed")
      #expect(try await plugin.call("value") == "packed.inner")
    }

    @Test func `from a folder with a module of its name finds those beside it`() async throws {
      try folder.write("foldered/foldered.py", "import beside_it\nVALUE = beside_it.VALUE\n")
      try folder.write("foldered/beside_it.py", "VALUE = 5\n")
      let plugin = try await Host.python.plugin(at: "\(folder.path)/foldered", policy: .blockAll)
      #expect(try await plugin.get("VALUE") == 5)
    }

    @Test func `by its module's name gives that module`() async throws {
      let plugin = try await Host.python.plugin(module: "json", policy: .blockAll)
      #expect(try await plugin.call("dumps", ["a": [1, nil]]) == #"{"a": [1, null]}"#)
      let error = try await failure {
        _ = try await Host.python.plugin(module: "no_such_module", policy: .blockAll)
      }
      #expect(error.type == "ModuleNotFoundError")
    }

    @Test func `with a policy that needs a worker is refused`() async throws {
      var policy = Policy.blockAll
      try policy.limit(.memory, "512M")
      let error = try await refusal("\(Host.plugins)/raising.py", policy)
      #expect(error.code == .policyRefused)
      #expect(error.message.contains("isolation: .worker"))
    }

    @Test func `whose own folder may be read where nothing else may`() async throws {
      var policy = Policy.blockAll
      try policy.grant(.readFile, folder.path + "/data")
      try folder.write("data/file", "content")
      try folder.write("reader/text", "own")
      try folder.write("secret", "no")
      try folder.write(
        "reader/__init__.py",
        """
        import os
        def own(): return open(os.path.join(os.path.dirname(__file__), "text")).read()
        def read(path): return open(path).read()
        """)
      let plugin = try await Host.python.plugin(at: "\(folder.path)/reader", policy: policy)
      #expect(try await plugin.call("own") == "own")
      #expect(try await plugin.call("read", "\(folder.path)/data/file") == "content")
      let error = try await failure { try await plugin.call("read", "\(folder.path)/secret") }
      #expect(error.code == .violation)
    }
  }
}
