import CMallocCounter
import HermeticPolicy
import HermeticSession
import Testing

/// How often a piece of work asks for memory, once everything it needs has been set up.
private func allocations(_ work: () -> Void) -> Int {
  work()
  malloc_counter_start()
  work()
  return malloc_counter_stop()
}

/// Keeps the optimiser from leaving work out.
@_optimize(none) private func use<Value>(_ value: Value) {}

@Suite struct `An allowed operation` {
  static let options: [(PolicyOption, [String])] = [
    (.noNetwork, []), (.allowLocalhost, []),
    (.allowDomain, ["example.com:443", "*.example.org", "10.0.0.0/8", "2001:db8::/32"]),
    (.allowUnixSocket, ["/run/service.sock"]),
  ]

  @Test func `would be found out if it allocated`() {
    #expect(allocations {} == 0)
    #expect(allocations { use([UInt8](repeating: 1, count: Int.random(in: 100...200))) } >= 1)
    #expect(
      allocations {
        for number in 0..<10 { use(String(repeating: "x", count: 100 + number)) }
      } >= 10)
    #expect(
      allocations {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 64)
        unsafe memory.storeBytes(of: 1, as: UInt8.self)
        unsafe memory.deallocate()
      } >= 1)
  }

  @Test(arguments: ["open", "object.__getattr__", "compile", "", "socket.connect", "import"])
  func `is screened without an allocation`(_ event: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    // SAFETY: the C string lives as long as the call.
    let count = unsafe event.withCString { name in
      allocations { for _ in 0..<100 { use(unsafe image.screen(name)?.action ?? 0) } }
    }
    #expect(count == 0)
  }

  @Test(arguments: [
    "10.1.2.3", "127.0.0.1", "::1", "2001:db8::7", "93.184.216.34", "64:ff9b::10.0.0.1", "8.8.8.8",
  ])
  func `on an address is decided without an allocation`(_ text: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    let book = try #require(AddressBook())
    book.insert(IPAddress(v4: 0x5db8_d822), port: 443)
    let address = try #require(IPAddress(text))
    let count = allocations {
      for _ in 0..<100 {
        use(image.decide(.connect, on: address, port: 443, book: book))
        use(image.decide(.connect, on: address, port: nil, book: nil))
      }
    }
    #expect(count == 0)
  }

  @Test(arguments: ["example.com", "www.EXAMPLE.org.", "localhost", "a.b.c.d.e.f.example.net"])
  func `on a name is decided without an allocation`(_ text: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    // SAFETY: the bytes live as long as the call.
    let count = unsafe Array(text.utf8).withUnsafeBufferPointer { name in
      allocations {
        for _ in 0..<100 {
          use(unsafe image.decide(.resolve, on: name, port: nil))
          use(unsafe image.decide(.connect, on: name, port: 443))
        }
      }
    }
    #expect(count == 0)
  }

  @Test(arguments: ["/run/service.sock", "/run/docker.sock"])
  func `on a Unix socket is decided without an allocation`(_ text: String) throws {
    let image = try #require(try TestImage(Self.options)).image
    let book = try #require(AddressBook())
    // SAFETY: the bytes live as long as the call.
    let count = unsafe Array(text.utf8).withUnsafeBufferPointer { path in
      let socket = UnixSocketFile(device: 1, inode: 2, birth: 3)
      book.insert(socket)
      return allocations {
        for _ in 0..<100 {
          use(unsafe image.decide(.connect, onUnixSocket: path))
          use(book.contains(socket))
        }
      }
    }
    #expect(count == 0)
  }
}
