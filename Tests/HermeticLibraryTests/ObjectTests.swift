import Foundation
import Hermetic
import Testing

extension `The library` {
  @Suite struct `An object` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("keeping") }

    @Test func `is kept, asked and passed back`() async throws {
      let image: PythonObject = try await plugin.call("make", 7)
      #expect(image.typeName == "Image")
      #expect(try await image.call("size") == [7, 7])
      #expect(try await image.call("size", scale: 2) == [14, 14])
      #expect(try await image.get("number") as Int == 7)
      #expect(try await image.get("mode") as String == "RGB")
      try await image.set("number", 8)
      #expect(try await plugin.call("number_of", image) == 8)
      #expect(try await plugin.call("number_of", image: image) == 8)
      #expect(try await plugin.call("numbers_of", [image, image]) == [8, 8])
      #expect(try await plugin.call("is_kind", image))
      #expect(try await image(1, plus: 2) == 11)
      let rows: PythonSequence<Int> = try await image.sequence("rows")
      var count = 0
      for try await _ in rows { count += 1 }
      #expect(count == 8)
    }

    @Test func `of a function's is called as one`() async throws {
      let double: PythonObject = try await plugin.get("double")
      #expect(double.typeName == "function")
      #expect(try await double(4) == 8)
      #expect(try await double([1]) == [1, 1])
      #expect(try await double(value: "a") == "aa")
    }

    @Test func `has the value that it would have as a result`() async throws {
      let list: PythonObject = try await plugin.call("echo", [1, 2])
      #expect(list.typeName == "list")
      #expect(try await list.value() == [1, 2])
      let error = try await failure { _ = try await list.value() as String }
      #expect(error.code == .conversion && error.message.contains("it is list, not str"))
    }

    @Test func `that is in a list stays one`() async throws {
      let images: [PythonObject] = try await plugin.call("make_several", 3)
      #expect(try await plugin.call("numbers_of", images) == [1000, 1001, 1002])
      let first: PythonObject? = try await plugin.call("make", 3)
      #expect(first?.typeName == "Image")
      let none: PythonObject? = try await plugin.call("echo", Int?.none)
      #expect(none == nil)
      let list: PythonObject? = try await plugin.call("echo", [1])
      #expect(list?.typeName == "list")
      let error = try await failure { _ = try await plugin.call("echo", Int?.none) as PythonObject }
      #expect(error.message == "echo: result: it is None, not an object")
    }

    @Test func `tells its failures`() async throws {
      let image: PythonObject = try await plugin.call("make", 1)
      let raised = try await failure { try await image.call("fail") }
      #expect(raised.type == "ValueError" && raised.message == "no such pixel")
      let missing = try await failure { _ = try await image.get("depth") as Int }
      #expect(missing.type == "AttributeError")
      let misfit = try await failure { _ = try await image.call("size") as String }
      #expect(misfit.message == "size: result: it is list, not str")
      let attribute = try await failure { _ = try await image.get("number") as String }
      #expect(attribute.message == "number: result: it is int, not str")
    }

    @Test func `is given up when the last copy is gone, and not before`() async throws {
      try await plugin.call("clear")
      var image: PythonObject? = try await plugin.call("make", 42)
      var copy = image
      image = nil
      try await plugin.call("clear")
      #expect(try await copy?.get("number") as Int? == 42)
      #expect(try await plugin.call("deleted") == [Int]())
      copy = nil
      #expect(try await eventually { try await plugin.call("deleted") == [42] })
      _ = (image, copy)
      try await plugin.call("clear")
    }

    @Test func `is given up from any task, without being asked for`() async throws {
      try await plugin.call("clear")
      let count = Guarded(0)
      try await plugin.set("TOLD", PythonFunction { (_: Int) in count.withLock { $0 += 1 } })
      await withTaskGroup(of: Void.self) { group in
        for index in 0..<64 {
          group.addTask {
            do {
              let image: PythonObject = try await plugin.call("make", index)
              await Task.yield()
              _ = image.typeName
            } catch {
              Issue.record(error)
            }
          }
        }
      }
      // Nobody calls Python meanwhile.
      #expect(try await eventually { count.withLock { $0 } == 64 })
      try await plugin.set("TOLD", Int?.none)
      #expect(try await plugin.call("deleted") == Array(0..<64))
      try await plugin.call("clear")
    }

    @Test func `has the limits of the call that it comes from`() async throws {
      var hasty = try await Host.plugin("working")
      hasty.timeout = .milliseconds(50)
      hasty.gracePeriod = .milliseconds(10)
      let limited: [PythonObject] = try await [
        hasty.get("doze"), (hasty.call("functions") as [PythonObject])[0],
      ]
      for var doze in limited {
        #expect(doze.gracePeriod == .milliseconds(10))
        let error = try await failure { [doze] in let _: Int = try await doze() }
        #expect(error.code == .deadlineExceeded, "\(error)")
        doze.timeout = nil
        #expect(hasty.timeout == .milliseconds(50))
      }
      // What a function is given has them too.
      let passed = Guarded<Duration?>(nil)
      hasty.timeout = .seconds(100)
      try await hasty.call(
        "pass_function",
        PythonFunction { (it: PythonObject) in passed.withLock { $0 = it.timeout } })
      #expect(passed.withLock { $0 } == .seconds(100))
    }

    @Test func `of another plugin in this process may be passed`() async throws {
      let other = try await Host.plugin("values")
      let image: PythonObject = try await plugin.call("make", 5)
      #expect(try await other.call("kind", image) == "Image")
    }

    @Test func `outlives its plugin's value`() async throws {
      var image: PythonObject?
      do {
        let plugin = try await Host.plugin("keeping", .blockAll)
        image = try await plugin.call("make", 77)
      }
      #expect(try await image?.get("number") as Int? == 77)
    }

    @Test func `has variables of the plugin's beside it`() async throws {
      try await plugin.set("ADDED", ["a": 1])
      #expect(try await plugin.get("ADDED") == ["a": 1])
      let error = try await failure { _ = try await plugin.get("MISSING") as Int }
      #expect(error.type == "AttributeError")
    }
  }

  @Suite struct `A buffer` {
    let plugin: Plugin

    init() async throws { plugin = try await Host.plugin("keeping") }

    @Test func `of Swift's is looked at where it is`() async throws {
      var address = 0
      let buffer = unsafe PythonBuffer(count: 100) { bytes in
        for index in 0..<100 { unsafe bytes[index] = 1 }
        address = Int(bitPattern: bytes.baseAddress)
      }
      struct Look: Decodable, Sendable, Equatable {
        let type: String
        let count: Int, sum: Int
        let isReadOnly: Bool
        init(from decoder: any Decoder) throws {
          var list = try decoder.unkeyedContainer()
          type = try list.decode(String.self)
          count = try list.decode(Int.self)
          sum = try list.decode(Int.self)
          isReadOnly = try list.decode(Bool.self)
        }
      }
      let look: Look = try await plugin.call("look", buffer)
      #expect(look.type == "memoryview" && look.count == 100 && look.sum == 100)
      #expect(look.isReadOnly)
      let back: PythonBuffer = try await plugin.call("echo", buffer)
      #expect(place(of: back) == address)
      let error = try await failure { try await plugin.call("write", buffer) }
      #expect(error.type == "TypeError")
    }

    @Test func `of Swift's lives as long as Python looks at it`() async throws {
      do {
        try await plugin.call("keep", PythonBuffer([UInt8](repeating: 2, count: 1000)))
      }
      #expect(try await plugin.call("sum_of_kept") == 2000)
      try await plugin.call("forget")
    }

    @Test func `of Python's is looked at where it is`() async throws {
      var buffer: PythonBuffer? = try await plugin.call("shared")
      #expect(buffer?.count == 6 && buffer?.shape == [6] && buffer?.format == "B")
      #expect(content(of: buffer) == Array("abcdef".utf8))
      try await plugin.call("change", 0, 120)
      #expect(content(of: buffer)?.first == 120)
      // It cannot go elsewhere as long as Swift looks at it.
      let error = try await failure { try await plugin.call("grow") }
      #expect(error.type == "BufferError")
      buffer = nil
      #expect(
        try await eventually {
          do {
            return try await plugin.call("grow") == 10
          } catch let error as PythonError where error.type == "BufferError" {
            return false
          }
        })
      try await plugin.call("forget")
      _ = buffer
    }

    @Test func `says what it is made of`() async throws {
      let floats: PythonBuffer = try await plugin.call("floats")
      #expect(floats.shape == [2, 3] && floats.format == "d" && floats.itemSize == 8)
      #expect(floats.elements(of: Double.self) == [0, 0, 0, 0, 0, 0])
      #expect(floats.elements(of: UInt8.self) == nil)
      let bytes: PythonBuffer = try await plugin.call("echo", Data([1, 2]))
      #expect(bytes.elements(of: UInt8.self) == [1, 2])
      let empty: PythonBuffer = try await plugin.call("echo", Data())
      #expect(empty.count == 0 && empty.elements(of: UInt8.self) == [])
      let none: PythonBuffer = try await plugin.call("echo", PythonBuffer([UInt8]()))
      #expect(none.count == 0)
    }

    @Test func `that does not lie in one piece is refused`() async throws {
      let error = try await failure { _ = try await plugin.call("scattered") as PythonBuffer }
      #expect(error.type == "BufferError")
      let other = try await failure { _ = try await plugin.call("echo", 5) as PythonBuffer }
      #expect(other.type == "TypeError")
    }

    @Test func `becomes data of its own`() async throws {
      let data: Data = try await plugin.call("shared")
      try await plugin.call("change", 0, 121)
      #expect(data == Data("abcdef".utf8))
      try await plugin.call("forget")
    }
  }
}

/// The bytes of a buffer, copied.
private func content(of buffer: PythonBuffer?) -> [UInt8]? {
  unsafe buffer?.withUnsafeBytes { unsafe Array($0) }
}

/// Where the bytes of a buffer are.
private func place(of buffer: PythonBuffer) -> Int {
  unsafe buffer.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
}
