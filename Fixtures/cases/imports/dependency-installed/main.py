"""An installed package imports what is denied."""
import requests
