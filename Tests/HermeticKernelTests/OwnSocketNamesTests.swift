import Glibc
import Testing

@testable import HermeticKernel

/// A name without a file may change hands, and the run's own sockets may be connected to whatever the policy says.
@Suite struct `The run's own names of sockets` {
  private let name: [UInt8]

  init() {
    name = [0] + Array("hermetic-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))".utf8)
  }

  private func bound() throws -> Descriptor {
    let socket = Descriptor(Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    let address = SocketName([UInt8(AF_UNIX), 0] + name)
    let result = unsafe address.withAddress { unsafe Glibc.bind(socket.number, $0, $1) }
    try #require(result == 0)
    return socket
  }

  @Test func `hold while the socket is there, and what it accepted too`() throws {
    var names = OwnSocketNames()
    let socket = try bound()
    names.note(name, of: socket)
    #expect(names.hold(name))
    try #require(listen(socket.number, 1) == 0)
    let client = Descriptor(Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    let address = SocketName([UInt8(AF_UNIX), 0] + name)
    let result = unsafe address.withAddress { unsafe connect(client.number, $0, $1) }
    try #require(result == 0)
    let accepted = Descriptor(accept(socket.number, nil, nil))
    try #require(accepted.number >= 0)
    #expect(names.hold(name))
  }

  @Test func `end with the socket, whoever takes them then`() throws {
    var names = OwnSocketNames()
    do {
      let socket = try bound()
      names.note(name, of: socket)
    }
    #expect(!names.hold(name))
    let other = try bound()
    #expect(!names.hold(name))
    _ = other
  }
}
