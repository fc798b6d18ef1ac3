import BigInt
import Foundation
import Hermetic
import Testing

/// A value that is sent to Python and back.
struct Sample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What is wrong with what came back; nil where nothing is.
  let check: @Sendable (Plugin) async throws -> String?

  init<Value: Codable & Equatable & Sendable>(_ name: String, _ value: Value) {
    testDescription = name
    check = { plugin in
      let back: Value = try await plugin.call("echo", value)
      return back == value ? nil : "\(back)"
    }
  }
}

private let twoTo200 = BigInt(1) << 200

private let samples: [Sample] = [
  Sample("true", true), Sample("false", false),
  Sample("0", 0), Sample("-1", -1), Sample("Int.min", Int.min), Sample("Int.max", Int.max),
  Sample("UInt8.max", UInt8.max), Sample("Int8.min", Int8.min), Sample("Int16.min", Int16.min),
  Sample("UInt16.max", UInt16.max), Sample("Int32.min", Int32.min),
  Sample("UInt32.max", UInt32.max), Sample("UInt64.max", UInt64.max),
  Sample("2^63", UInt64(1) << 63), Sample("-2^63 - 1", Int128(Int64.min) - 1),
  Sample("Int128.min", Int128.min), Sample("Int128.max", Int128.max),
  Sample("UInt128.max", UInt128.max),
  Sample("2^200", twoTo200), Sample("-2^200", -twoTo200), Sample("a small BigInt", BigInt(-5)),
  Sample("0.0", 0.0), Sample("1/3", 1.0 / 3), Sample("infinity", Double.infinity),
  Sample("-infinity", -Double.infinity), Sample("1.8e308", Double.greatestFiniteMagnitude),
  Sample("5e-324", Double.leastNonzeroMagnitude), Sample("a Float", Float.pi),
  Sample("an empty text", ""), Sample("a text with NUL", "a\0b\0"), Sample("🧑‍🚀", "häß 🧑‍🚀\u{10FFFF}"),
  Sample("1 MB of text", String(repeating: "é", count: 1 << 19)),
  Sample("no bytes", Data()), Sample("a byte", Data([0])),
  Sample("32767 bytes", Data(repeating: 7, count: 32767)),
  Sample("32768 bytes", Data(repeating: 7, count: 32768)),
  Sample("1 MB", Data((0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) })),
  Sample("an empty list", [Int]()), Sample("lists", [[1], [], [2, 3]]),
  Sample("an empty dictionary", [String: Int]()), Sample("dictionaries", ["a": ["b": 1]]),
  Sample("a dictionary with numbers for keys", [1: "a", -2: "b"]),
  Sample("a dictionary with truths for keys", [true: 1, false: 0]),
  Sample("an empty set", Set<Int>()), Sample("a set", Set(["a", "b"])),
  Sample("nil", Int?.none), Sample("not nil", Int?.some(3)),
  Sample("a list with nil", [1, nil, 3]),
  Sample("a moment", Date(timeIntervalSince1970: 1.5)),
  Sample("a moment before 1970", Date(timeIntervalSince1970: -1_000_000_000.25)),
  Sample("the year 4001", Date.distantFuture),
  Sample("a file's URL", URL(filePath: "/tmp/a b")),
  Sample("a URL", URL(string: "https://example.com/a?b=c#d")),
  Sample("a UUID", UUID()),
]

/// What an expression of Python's comes to in Swift.
struct Expression: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let check: @Sendable (Plugin) async throws -> String?

  init<Value: Decodable & Equatable & Sendable>(_ text: String, _ value: Value) {
    testDescription = text
    check = { plugin in
      let found: Value = try await plugin.call("evaluate", text)
      return found == value ? nil : "\(found)"
    }
  }
}

private let expressions: [Expression] = [
  Expression("(1, 2)", [1, 2]), Expression("Pair(1, 2)", [1, 2]), Expression("()", [Int]()),
  Expression("frozenset({1, 2})", Set([1, 2])), Expression("{1, 2}", Set([1, 2])),
  Expression("[True, False]", [true, false]),
  Expression("2 ** 63 - 1", Int.max), Expression("-2 ** 63", Int.min),
  Expression("2 ** 63", UInt64(1) << 63), Expression("2 ** 200", twoTo200),
  Expression("3", 3.0), Expression("3", Float(3)), Expression("1e308 * 10", Double.infinity),
  Expression("-0.0", -0.0),
  Expression("bytearray(b'ab')", Data("ab".utf8)), Expression("b''", Data()),
  Expression("memoryview(b'ab')", Data("ab".utf8)),
  Expression("memoryview(b'abcd')[::2]", Data("ac".utf8)),
  Expression("array.array('i', [1, 2])", [1, 2]),
  Expression("Color.RED", "red"), Expression("Level.HIGH", 3),
  Expression("[Color.RED, Level.HIGH.name]", ["red", "HIGH"]),
  Expression("Point(1, 2.5)", Point(x: 1, y: 2.5)),
  Expression("pathlib.Path('/tmp/x')", "/tmp/x"),
  Expression("pathlib.Path('/tmp/x')", URL(filePath: "/tmp/x")),
  Expression("decimal.Decimal('1.50')", "1.50"),
  Expression(
    "uuid.UUID('12345678-1234-5678-1234-567812345678')",
    UUID(uuidString: "12345678-1234-5678-1234-567812345678")),
  Expression("range(3)", [0, 1, 2]), Expression("{1: 2}.keys()", [1]),
  Expression("{1: 2}.values()", [2]), Expression("collections.OrderedDict(a=1)", ["a": 1]),
  Expression("collections.Counter('aab')", ["a": 2, "b": 1]),
  Expression("collections.defaultdict(list, a=[1])", ["a": [1]]),
  Expression("types.MappingProxyType({'a': 1})", ["a": 1]),
  Expression("collections.deque([1, 2])", [1, 2]),
  Expression(
    "datetime.datetime(1970, 1, 1, 0, 0, 1, 500000, datetime.timezone.utc)",
    Date(timeIntervalSince1970: 1.5)),
  Expression(
    "datetime.datetime(1970, 1, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))",
    Date(timeIntervalSince1970: 0)),
  // Of no zone: the machine's own.
  Expression(
    "datetime.datetime.fromtimestamp(1000000)", Date(timeIntervalSince1970: 1_000_000)),
  Expression("EvilInt(5)", 5), Expression("EvilText('text')", "text"),
  Expression("EvilFloat(1.5)", 1.5), Expression("EvilList([1, 2])", [1, 2]),
  Expression("EvilDict(a=1)", ["a": 1]), Expression("EvilBytes(b'ab')", Data("ab".utf8)),
  Expression("EvilBytes(bytes(40000))", Data(count: 40000)),
  Expression("[None, 1]", [nil, 1]), Expression("None", Int?.none),
  Expression("'a\\0b'", "a\0b"), Expression("'\\U0001F600'", "😀"),
  // Half of a character has no place in a Swift text.
  Expression("'a\\ud800b'", "a\u{FFFD}\u{FFFD}\u{FFFD}b"),
  Expression("'a\\udc80b'", "a\u{FFFD}b"),
  Expression("shrinking()[1:]", [1, 2, 3]),
  Expression("{(1, 2): 'a'}", [[1, 2]: "a"]),
]

/// A type that has no place for an expression, and what is said about it.
struct Misfit: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let ask: @Sendable (Plugin) async throws -> Void
  let message: String

  init<Value: Decodable & Sendable>(_ text: String, _ type: Value.Type, _ message: String) {
    testDescription = "\(text) as \(type)"
    self.message = "evaluate: result\(message)"
    ask = { _ = try await $0.call("evaluate", text) as Value }
  }
}

private let misfits: [Misfit] = [
  Misfit("True", Int.self, ": it is bool, not int"),
  Misfit("1", Bool.self, ": it is int, not bool"),
  Misfit("None", Int.self, ": it is None, not int"),
  Misfit("1.0", Int.self, ": it is float, not int"),
  Misfit("'1'", Int.self, ": it is str, not int"), Misfit("1", String.self, ": it is int, not str"),
  Misfit("b'a'", String.self, ": it is bytes, not str"),
  Misfit("'a'", Data.self, ": it is str, not bytes"),
  Misfit("'a'", [String].self, ": it is str, not list"),
  Misfit("1", Date.self, ": it is int, not datetime"),
  Misfit("[1]", [String: Int].self, ": it is list, not dict"),
  Misfit("2 ** 63", Int.self, ": Int has no room for the int"),
  Misfit("-2 ** 200", Int128.self, ": Int128 has no room for the int"),
  Misfit("256", UInt8.self, ": UInt8 has no room for the int"),
  Misfit("-1", UInt.self, ": UInt has no room for the int"),
  Misfit("1j", Double.self, ": it is complex, not float"),
  Misfit("EvilAll()", Int.self, ": it is EvilAll, not int"),
  Misfit("object()", PythonBuffer.self, ""),
  Misfit("[1, 'x']", [Int].self, "[1]: it is str, not int"),
  Misfit("[[1], [2, None]]", [[Int]].self, "[1][1]: it is None, not int"),
  Misfit("{'a': {'b': 'c'}}", [String: [String: Int]].self, ".a.b: it is str, not int"),
  Misfit(
    "[{'name': 'a', 'points': [{'x': 1, 'y': 'no'}]}]", [Shape].self,
    "[0].points[0].y: it is str, not float"),
  Misfit("{'x': 1}", Point.self, ": there is no 'y'"),
  Misfit("{'y': 1.0, 'x': None}", Point.self, ".x: it is None, not int"),
  Misfit("5", Point.self, ": it is int, not dict"),
  Misfit("'blue'", Color.self, ": Cannot initialize Color from invalid String value blue"),
  Misfit("object()", [Int].self, ": it is object, not list"),
  Misfit("type", String.self, ": it is type, not str"),
]

/// A list in lists.
indirect enum Nest: Codable, Sendable, Equatable {
  case list([Nest])

  init(from decoder: any Decoder) throws {
    self = .list(try decoder.singleValueContainer().decode([Nest].self))
  }

  func encode(to encoder: any Encoder) throws {
    guard case .list(let content) = self else { return }
    var container = encoder.singleValueContainer()
    try container.encode(content)
  }

  init(depth: Int) { self = .list(depth <= 1 ? [] : [Nest(depth: depth - 1)]) }
}

extension `The library` {
  @Suite struct `Its values` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("values") }

    @Test(arguments: samples)
    func `come back from Python as they went`(_ sample: Sample) async throws {
      #expect(try await sample.check(plugin) == nil)
    }

    @Test(arguments: expressions)
    func `are what Python's amount to`(_ expression: Expression) async throws {
      #expect(try await expression.check(plugin) == nil)
    }

    @Test(arguments: misfits)
    func `say what they are where another type was wanted`(_ misfit: Misfit) async throws {
      let error = try await failure { try await misfit.ask(plugin) }
      if misfit.message == "evaluate: result" {
        #expect(error.code == .raised && error.type == "TypeError", "\(error)")
      } else {
        #expect(error.code == .conversion, "\(error.code)")
        #expect(error.message == misfit.message)
      }
    }

    @Test(arguments: [
      ("True", "bool"), ("1", "int"), ("UInt128", "int"), ("1.5", "float"), ("text", "str"),
      ("data", "bytes"), ("list", "list"), ("dictionary", "dict"), ("set", "set"),
      ("nil", "NoneType"),
      ("date", "datetime"), ("buffer", "memoryview"), ("url", "str"), ("struct", "dict"),
    ])
    func `have the types in Python that programs expect`(name: String, type: String) async throws {
      let values: [String: any Encodable & Sendable] = [
        "True": true, "1": 1, "UInt128": UInt128.max, "1.5": 1.5, "text": "a", "data": Data([1]),
        "list": [1], "dictionary": ["a": 1], "set": Set([1]), "nil": Int?.none, "date": Date(),
        "buffer": PythonBuffer([1, 2]), "url": URL(filePath: "/"), "struct": Point(x: 1, y: 2),
      ]
      let value = try #require(values[name])
      #expect(try await plugin.call("kind", value) == type)
    }

    @Test func `keep the sign of zero and what is no number`() async throws {
      #expect(try await (plugin.call("echo", -0.0) as Double).sign == .minus)
      #expect(try await (plugin.call("echo", Double.nan) as Double).isNaN)
      #expect(try await (plugin.call("show", Double.nan) as String) == "nan")
    }

    @Test func `keep the microseconds of moments`() async throws {
      let moment: String = try await plugin.call("show", Date(timeIntervalSince1970: 1.000_001))
      #expect(
        moment == "datetime.datetime(1970, 1, 1, 0, 0, 1, 1, tzinfo=datetime.timezone.utc)")
    }

    @Test(arguments: [1e15, -1e15, .infinity, .nan])
    func `that Python has no form for fail before the call`(seconds: Double) async throws {
      let error = try await failure {
        try await plugin.call("echo", Date(timeIntervalSince1970: seconds))
      }
      #expect(error.code == .raised || error.code == .conversion)
      #expect(error.type.hasSuffix("Error"))
    }

    @Test func `that Python cannot hash do not become keys`() async throws {
      let error = try await failure { try await plugin.call("echo", Set([[1], [2]])) }
      #expect(error.type == "TypeError" && error.message.contains("unhashable"))
    }

    @Test(arguments: [1, 2, 100, 199])
    func `may be nested`(depth: Int) async throws {
      #expect(try await plugin.call("nested", depth) == Nest(depth: depth))
      #expect(try await plugin.call("echo", Nest(depth: depth)) == Nest(depth: depth))
    }

    @Test(arguments: [
      "nested(250)", "nested(100000)", "own_list()", "own_dict()", "[own_list()] * 2",
    ])
    func `that are nested too deep fail`(text: String) async throws {
      let error = try await failure { _ = try await plugin.call("evaluate", text) as Nest }
      #expect(error.code == .conversion)
      #expect(error.message.contains("nested more than 200 deep"), "\(error)")
      // As nobody wants the value, it may be as deep as it likes.
      try await plugin.call("evaluate", text)
    }

    @Test func `of code that takes them apart meanwhile are what is left`() async throws {
      #expect(try await plugin.call("shrinking") == ["gone"])
    }

    @Test func `of NumPy are lists and numbers`() async throws {
      guard try await plugin.call("has_numpy") else { return print("skipped: there is no NumPy") }
      #expect(
        try await plugin.call("array_of_numpy") as [[Double]] == [[0, 1, 2], [3, 4, 5]])
      #expect(try await plugin.call("number_of_numpy") as Double == 1.5)
      let buffer: PythonBuffer = try await plugin.call("array_of_numpy")
      #expect(buffer.shape == [2, 3] && buffer.format == "d" && buffer.itemSize == 8)
      #expect(buffer.elements(of: Double.self) == [0, 1, 2, 3, 4, 5])
    }

    @Test func `without a form stay in Python`() async throws {
      let number: PythonObject = try await plugin.call("evaluate", "1 + 2j")
      #expect(number.typeName == "complex")
      #expect(try await number.get("imag") as Double == 2)
    }
  }

  @Suite struct `Its Codable types` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("values") }

    @Test(arguments: [
      Shape(name: "", points: []),
      Shape(
        name: "a", points: [Point(x: 1, y: 2)], center: Point(x: -1, y: .infinity),
        tags: ["b": [1, 2], "c": []], kind: .closed),
    ])
    func `come back as they went`(shape: Shape) async throws {
      #expect(try await plugin.call("echo", shape) == shape)
      #expect(try await plugin.call("echo", [[shape], []]) == [[shape], []])
      #expect(try await plugin.call("echo", ["x": shape]) == ["x": shape])
    }

    @Test func `are made of data classes`() async throws {
      let shape: Shape = try await plugin.call(
        "evaluate", "Shape('a', [Point(1, 2.0)], None, {'t': [1]}, 'closed')")
      #expect(
        shape == Shape(name: "a", points: [Point(x: 1, y: 2)], tags: ["t": [1]], kind: .closed))
    }

    @Test func `may lack what is optional, and have more than is wanted`() async throws {
      let shape: Shape = try await plugin.call(
        "evaluate", "{'name': 'a', 'points': (), 'other': object(), 3: 4}")
      #expect(shape == Shape(name: "a", points: []))
    }

    @Test func `are dictionaries with the names of their keys`() async throws {
      let text: String = try await plugin.call("show", Shape(name: "a", points: [], kind: .closed))
      #expect(text.contains("'shape_kind': 'closed'") && !text.contains("'kind'"))
    }

    @Test func `may hold objects, functions and buffers`() async throws {
      struct Holder: Codable {
        var object: PythonObject
        var buffer: PythonBuffer
        var data: Data
      }
      let object: PythonObject = try await plugin.call("evaluate", "object()")
      let holder = Holder(object: object, buffer: PythonBuffer([UInt8(1), 2]), data: Data([3]))
      try await plugin.set("HOLDER", holder)
      let kinds: [String] = try await plugin.call(
        "evaluate", "[type(value).__name__ for value in HOLDER.values()]")
      #expect(kinds == ["object", "memoryview", "bytes"])
      let back: PythonObject = try await plugin.call("evaluate", "HOLDER['object']")
      #expect(back.typeName == "object")
    }

    @Test func `with containers of their own come back`() async throws {
      let value = ByHand(first: 1, second: ["a", nil], third: Point(x: 1, y: 2))
      #expect(try await plugin.call("echo", value) == value)
      #expect(try await plugin.call("echo", Choice.two(named: "x", 3)) == Choice.two(named: "x", 3))
      let derived = Derived(base: 1, own: 2)
      let back: Derived = try await plugin.call("echo", derived)
      #expect(back.base == 1 && back.own == 2)
    }
  }
}

struct Point: Codable, Hashable, Sendable {
  var x: Int
  var y: Double
}

enum Color: String, Codable, Sendable { case red }

struct Shape: Codable, Hashable, Sendable {
  enum Kind: String, Codable { case open, closed }
  var name: String
  var points: [Point]
  var center: Point?
  var tags: [String: [Int]]?
  var kind: Kind?

  enum CodingKeys: String, CodingKey {
    case name, points, center, tags
    case kind = "shape_kind"
  }
}

enum Choice: Codable, Hashable, Sendable {
  case one
  case two(named: String, Int)
}

/// What writes its own containers.
struct ByHand: Codable, Hashable, Sendable {
  var first: Int
  var second: [String?]
  var third: Point

  enum Key: String, CodingKey { case inner, list, point }

  init(first: Int, second: [String?], third: Point) {
    (self.first, self.second, self.third) = (first, second, third)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let inner = try container.nestedContainer(keyedBy: Key.self, forKey: .inner)
    first = try inner.decode(Int.self, forKey: .inner)
    var list = try container.nestedUnkeyedContainer(forKey: .list)
    var texts: [String?] = []
    while !list.isAtEnd {
      texts.append(try list.decodeNil() ? nil : try list.decode(String.self))
    }
    second = texts
    third = try Point(from: try container.superDecoder(forKey: .point))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    var inner = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
    try inner.encode(first, forKey: .inner)
    var list = container.nestedUnkeyedContainer(forKey: .list)
    for text in second {
      if let text { try list.encode(text) } else { try list.encodeNil() }
    }
    try third.encode(to: container.superEncoder(forKey: .point))
  }
}

class Base: Codable, @unchecked Sendable {
  // SAFETY (Sendable): nobody changes it.
  let base: Int
  init(base: Int) { self.base = base }
}

final class Derived: Base, @unchecked Sendable {
  // SAFETY (Sendable): nobody changes it.
  let own: Int
  private enum Key: CodingKey { case own }

  init(base: Int, own: Int) {
    self.own = own
    super.init(base: base)
  }

  required init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    own = try container.decode(Int.self, forKey: .own)
    try super.init(from: container.superDecoder())
  }

  override func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(own, forKey: .own)
    try super.encode(to: container.superEncoder())
  }
}
