# coding: strange
